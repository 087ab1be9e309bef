package dev.semaphore.spring.test;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Prepares the contexts of tests for what their annotations want: remembers the stacks
 * that take permits where {@link NothingHeld @NothingHeld} would tell them, and stands
 * before the stores that {@link BackendDown @BackendDown} lets fail.
 */
final class SemaphoreContextCustomizerFactory implements ContextCustomizerFactory {

	/** Longer than any test, so that nothing is ever reported but the stack is known. */
	private static final Map<String, Object> STACKS = Map.of("semaphore.defaults.hold-warning", "365d");

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configuration) {
		boolean stacks = bears(testClass, NothingHeld.class);
		boolean stores = bears(testClass, BackendDown.class);
		return (stacks || stores) ? new Customizer(stacks, stores) : null;
	}

	/** On the class, on those around it, or on any of their methods. */
	private static boolean bears(Class<?> testClass, Class<? extends Annotation> type) {
		MethodFilter annotated = (method) -> AnnotatedElementUtils.hasAnnotation(method, type);
		for (Class<?> scope = testClass; scope != null; scope = scope.getEnclosingClass()) {
			if (AnnotatedElementUtils.hasAnnotation(scope, type)
					|| !MethodIntrospector.selectMethods(scope, annotated).isEmpty()) {
				return true;
			}
		}
		return false;
	}

	/** Equal to another that does the same, so that tests share their contexts. */
	private record Customizer(boolean stacks, boolean stores) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			if (this.stacks) {
				context.getEnvironment().getPropertySources().addLast(new MapPropertySource("@NothingHeld", STACKS));
			}
			if (this.stores) {
				ConfigurableListableBeanFactory beans = context.getBeanFactory();
				FailingStores failing = new FailingStores();
				beans.registerSingleton(FailingStores.class.getName(), failing);
				beans.addBeanPostProcessor(failing);
			}
		}

	}

}
