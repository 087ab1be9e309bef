package dev.semaphore.spring.bench;

import java.time.Duration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Tomcat with virtual threads and one endpoint, in a process of its own. Properties:
 * {@code bench.hold}, {@code bench.permits}, {@code bench.capacity},
 * {@code bench.max-wait}, {@code bench.max-queue}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class LimitedServer {

	/**
	 * Starts it.
	 * @param args the name of the {@link Limit}, then properties as {@code --name=value}
	 */
	public static void main(String[] args) {
		Limit limit = Limit.valueOf(args[0]);
		new SpringApplicationBuilder(LimitedServer.class, limit.controller)
			.properties("spring.threads.virtual.enabled=true", "logging.level.root=error",
					"spring.main.banner-mode=off", "server.tomcat.accept-count=4096",
					"spring.main.web-application-type=servlet", "semaphore.instances.work.permits=${bench.permits}",
					"semaphore.instances.work.max-wait=${bench.max-wait}",
					"semaphore.instances.work.max-queue=${bench.max-queue}",
					"resilience4j.bulkhead.instances.work.max-concurrent-calls=${bench.permits}",
					"resilience4j.bulkhead.instances.work.max-wait-duration=${bench.max-wait}")
			.properties(limit.properties.toArray(String[]::new))
			.run(args);
	}

	@Bean
	SimulatedWork work(Environment environment) {
		return new SimulatedWork(environment.getRequiredProperty("bench.hold", Duration.class),
				environment.getRequiredProperty("bench.capacity", Integer.class));
	}

}
