package org.springframework.cloud.context.environment;

import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * Stands for the event of Spring Cloud, which is not on the class path, by its name.
 */
@SuppressWarnings("serial")
public class EnvironmentChangeEvent extends ApplicationEvent {

	/**
	 * Creates the event.
	 * @param keys what has changed
	 */
	public EnvironmentChangeEvent(Set<String> keys) {
		super(keys);
	}

}
