package dev.semaphore.spring.aop;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntSupplier;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which names the arguments have in expressions.
 */
class ArgumentNamesTests {

	@ParameterizedTest
	@ValueSource(classes = { OfLambda.class, OfProxy.class, Renamed.class })
	void anInterfacesNamesHoldForWhateverImplementsIt(Class<?> bean) {
		PermitsContext.runner(bean).run((context) -> {
			assertThat(context).hasNotFailed();
			Tenanted tenanted = context.getBean(Tenanted.class);
			CountingSemaphore tenants = PermitsContext.semaphore(context, "tenants");
			try (Permit taken = tenants.acquire(AcquireRequest.one().withKey("acme"))) {
				assertThat(taken.weight()).isOne();
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> tenanted.run("acme", "b"));
				assertThat(tenanted.run("b", "acme")).isTrue();
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> tenanted.runAll(List.of("acme")));
			}
		});
	}

	@Test
	void anAnnotationOnAnInterfaceKnowsTheNamesOfEachMethod() {
		PermitsContext.runner(OfTypeLambda.class).run((context) -> {
			assertThat(context).hasNotFailed();
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			int held = context.getBean(Weighted.class).run(3, () -> registry.get("reports").snapshot().held());
			assertThat(held).isEqualTo(3);
		});
	}

	@Test
	void theNamesOfTheClassHoldForAnAnnotationOfItsInterface() {
		PermitsContext.runner(RenamedOnly.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(RenamedOnly.class).run("acme")).isTrue();
		});
	}

	interface Tenanted {

		@Permits(name = "tenants", key = "#tenant")
		boolean run(String tenant, String what);

		@Permits(name = "tenants", key = "#tenants.get(0)")
		default boolean runAll(List<String> tenants) {
			return true;
		}

	}

	static class OfLambda {

		@Bean
		Tenanted tenanted() {
			return (t, w) -> true;
		}

	}

	static class OfProxy {

		@Bean
		Tenanted tenanted() {
			return (Tenanted) Proxy.newProxyInstance(Tenanted.class.getClassLoader(), new Class<?>[] { Tenanted.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "hashCode" -> 1;
						case "equals" -> proxy == arguments[0];
						case "toString" -> "tenanted";
						default -> true;
					});
		}

	}

	/** Calls the second argument as the interface calls the first. */
	static class Renamed implements Tenanted {

		@Override
		public boolean run(String t, String tenant) {
			return true;
		}

		@Override
		public boolean runAll(List<String> all) {
			return true;
		}

	}

	@Permits(name = "reports", weight = "#n")
	interface Weighted {

		int run(int n, IntSupplier body);

	}

	static class OfTypeLambda {

		@Bean
		Weighted weighted() {
			return (number, body) -> body.getAsInt();
		}

	}

	interface Unnamed {

		@Permits(name = "tenants", key = "#tenant")
		boolean run(String anything);

	}

	static class RenamedOnly implements Unnamed {

		@Override
		public boolean run(String tenant) {
			return true;
		}

	}

}
