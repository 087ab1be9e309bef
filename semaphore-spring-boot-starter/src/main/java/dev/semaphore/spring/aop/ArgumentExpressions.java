package dev.semaphore.spring.aop;

import java.util.LinkedHashSet;
import java.util.Set;

import dev.semaphore.spring.NearestName;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Parses the expressions of annotations, each once. What names an argument and nothing
 * else is read without SpEL, which would cost more than the permit.
 */
final class ArgumentExpressions {

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final BeanResolver beans;

	ArgumentExpressions(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	/**
	 * Parses an expression.
	 * @param attribute the attribute it stands in
	 * @param text the expression
	 * @param site the annotation
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if it is no
	 * expression, or names a variable that the method does not have
	 */
	ArgumentExpression parse(String attribute, String text, AnnotationSite site) {
		ParameterVariables variables = ParameterVariables.of(site, this.parameterNames);
		SpelExpression expression = parse(attribute, text, site, variables);
		if (expression.getAST() instanceof VariableReference reference) {
			Integer index = variables.index(name(reference));
			if (index != null) {
				return new ArgumentReference(index);
			}
		}
		Set<String> used = new LinkedHashSet<>();
		collect(expression.getAST(), used);
		return new SpelArgumentExpression(expression, site.method().method(), variables.only(used), this.beans);
	}

	private SpelExpression parse(String attribute, String text, AnnotationSite site, ParameterVariables variables) {
		SpelExpression expression;
		try {
			expression = this.parser.parseRaw(text);
		}
		catch (ParseException | IllegalStateException | IllegalArgumentException ex) {
			throw site.mistake(
					"has the " + attribute + " '" + text + "', which is no expression: " + ex.getMessage() + ".",
					"Write SpEL over the arguments, such as \"#batch.size()\".");
		}
		Set<String> used = new LinkedHashSet<>();
		collect(expression.getAST(), used);
		used.stream().filter((name) -> !variables.knows(name)).findFirst().ifPresent((unknown) -> {
			throw site.mistake(
					"has the " + attribute + " '" + text + "', but there is no #" + unknown + "."
							+ NearestName.question(unknown, variables.names()),
					"Known are " + variables + ". For the names of parameters compile with -parameters.");
		});
		return expression;
	}

	private static void collect(SpelNode node, Set<String> names) {
		if (node instanceof VariableReference || node instanceof FunctionReference) {
			names.add(name(node));
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			collect(node.getChild(i), names);
		}
	}

	/** {@code #name}, or {@code #name(…)} of a function. */
	private static String name(SpelNode node) {
		String text = node.toStringAST().substring(1);
		int parenthesis = text.indexOf('(');
		return (parenthesis != -1) ? text.substring(0, parenthesis) : text;
	}

}
