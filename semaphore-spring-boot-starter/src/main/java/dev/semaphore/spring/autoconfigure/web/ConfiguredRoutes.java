package dev.semaphore.spring.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.WebProperties;
import dev.semaphore.spring.web.Route;
import dev.semaphore.spring.web.Routes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * The routes under {@code semaphore.web}. They are made when all other beans are, for the
 * paths of endpoints are known then; a mistake in them stops the start.
 */
public final class ConfiguredRoutes implements Supplier<Routes>, SmartInitializingSingleton {

	private final WebProperties properties;

	private final SingletonSupplier<Routes> routes;

	ConfiguredRoutes(SemaphoreProperties properties, ObjectProvider<SemaphoreRegistry> registry,
			ObjectProvider<ExemptPaths> exempt, Environment environment) {
		this.properties = properties.web();
		this.routes = SingletonSupplier.of(() -> {
			List<String> paths = exempt.stream().flatMap((some) -> some.get().stream()).toList();
			return make(new RouteMaker(this.properties, registry.getObject(), paths, environment));
		});
	}

	private Routes make(RouteMaker maker) {
		List<Route> routes = new ArrayList<>();
		for (int i = 0; i < this.properties.routes().size(); i++) {
			routes.add(maker.make(i));
		}
		return new Routes(routes);
	}

	@Override
	public Routes get() {
		return this.routes.obtain();
	}

	/**
	 * Whether there are none.
	 * @return whether nothing is limited by its path
	 */
	public boolean isEmpty() {
		return this.properties.routes().isEmpty();
	}

	/**
	 * Where the filter of the routes stands.
	 * @return its order
	 */
	public int filterOrder() {
		return this.properties.filterOrder();
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.routes.obtain();
	}

}
