package dev.semaphore.spring.autoconfigure.store;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Looks through the properties of all semaphores, and their defaults.
 */
final class OnBackendCondition extends SpringBootCondition {

	private static final Bindable<Map<String, String>> PROPERTIES = Bindable.mapOf(String.class, String.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String backend = metadata.getAnnotations().get(ConditionalOnBackend.class).getString("value");
		boolean used = isUsed(context.getEnvironment(), "semaphore.defaults", backend)
				|| isUsed(context.getEnvironment(), "semaphore.instances", backend);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnBackend.class, backend);
		return used ? ConditionOutcome.match(message.because("a semaphore has it"))
				: ConditionOutcome.noMatch(message.because("no semaphore has it"));
	}

	private static boolean isUsed(Environment environment, String prefix, String backend) {
		return Binder.get(environment)
			.bind(prefix, PROPERTIES)
			.orElse(Map.of())
			.entrySet()
			.stream()
			.anyMatch((property) -> isBackend(property.getKey())
					&& property.getValue().strip().equalsIgnoreCase(backend));
	}

	private static boolean isBackend(String key) {
		return key.equals("backend") || key.endsWith(".backend");
	}

}
