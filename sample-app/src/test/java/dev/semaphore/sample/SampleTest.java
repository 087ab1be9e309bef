package dev.semaphore.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.semaphore.spring.test.NothingHeld;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * The whole sample on a port of its own, with {@link GatedWorkload work that waits for
 * the test}, patient callers and {@link Callers} to send requests. Each test gives back
 * all permits.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "semaphore.defaults.max-wait=5m", "semaphore.instances.quotes.max-queue=1000" })
@NothingHeld(within = "1m")
@Import({ Callers.class, GatedWorkload.class })
@interface SampleTest {

}
