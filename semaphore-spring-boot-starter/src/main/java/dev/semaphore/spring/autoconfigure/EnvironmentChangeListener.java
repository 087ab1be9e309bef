package dev.semaphore.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Calls {@link SemaphoreRefresh} when Spring Cloud says that the environment has changed.
 * Knows its event by name: Spring Cloud need not be there.
 */
final class EnvironmentChangeListener implements SmartApplicationListener {

	private static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private final ObjectProvider<SemaphoreRefresh> refresh;

	EnvironmentChangeListener(ObjectProvider<SemaphoreRefresh> refresh) {
		this.refresh = refresh;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return eventType.getName().equals(EVENT);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		this.refresh.ifAvailable(SemaphoreRefresh::refresh);
	}

}
