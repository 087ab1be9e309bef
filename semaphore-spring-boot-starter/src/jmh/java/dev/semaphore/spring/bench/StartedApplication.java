package dev.semaphore.spring.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;

import dev.semaphore.spring.annotation.Permits;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A web application with Actuator and twenty annotated beans that starts, says what that
 * took, and ends. An annotation whose library is not on its class path means nothing.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	static final int SEMAPHORES = 20;

	/** Says that Spring's own limits are in use, which are on every class path. */
	static final String BY_SPRING = "limited.by-spring";

	private static final int COLLECTIONS = 5;

	/**
	 * Starts it and prints milliseconds until it was ready, those of CPU time, beans,
	 * bytes of heap in use after garbage collection, and how many of them cannot be had
	 * when memory is short, between blanks.
	 * @param args properties as {@code --name=value}
	 */
	public static void main(String[] args) {
		Duration[] taken = new Duration[1];
		ApplicationListener<ApplicationReadyEvent> ready = (event) -> taken[0] = event.getTimeTaken();
		SpringApplicationBuilder builder = new SpringApplicationBuilder(StartedApplication.class).listeners(ready)
			.initializers((context) -> register((GenericApplicationContext) context));
		try (ConfigurableApplicationContext context = builder.run(args)) {
			long cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
			System.out.println("took " + taken[0].toMillis() + " " + cpu + " " + context.getBeanDefinitionCount() + " "
					+ heap() + " " + heapWithoutSoftReferences() + " end");
		}
	}

	private static void register(GenericApplicationContext context) {
		Class<?> limited = Limited.class;
		if (context.getEnvironment().containsProperty(BY_SPRING)) {
			context.registerBean(SpringLimits.class);
			limited = SpringLimits.Limited.class;
		}
		for (int i = 0; i < SEMAPHORES; i++) {
			context.registerBean("limited" + i, limited);
		}
	}

	/**
	 * What was in use when the last collection ended. A moment later a thread may have
	 * been given a buffer of 1.4 MB to allocate from, or not.
	 */
	private static long heap() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
	}

	/** What is softly referenced is gone before an allocation fails. */
	private static long heapWithoutSoftReferences() {
		try {
			byte[] all = new byte[(int) Runtime.getRuntime().maxMemory()];
			throw new IllegalStateException("There was room for " + all.length + " bytes");
		}
		catch (OutOfMemoryError ex) {
			return heap();
		}
	}

	static class Limited {

		@Bulkhead(name = "work0")
		@Permits("${limited.by:work0}")
		void work() {
		}

	}

}
