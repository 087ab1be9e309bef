package dev.semaphore.spring.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the annotation may stand.
 */
class AnnotationPlacesTests {

	@Test
	void holdsOnMethodsThatArePublicProtectedOrPackageVisible() {
		PermitsContext.with(OnMethods.class, (bean) -> {
			assertThat(bean.open()).isEqualTo(1);
			assertThat(bean.guarded()).isEqualTo(2);
			assertThat(bean.inPackage()).isEqualTo(3);
			assertThat(bean.free()).isZero();
		});
	}

	@Test
	void holdsOnAClassForItsPublicMethodsInheritedOnesIncluded() {
		PermitsContext.with(OnClass.class, (bean) -> {
			assertThat(bean.open()).isEqualTo(1);
			assertThat(bean.inherited()).isEqualTo(1);
			assertThat(bean.inPackage()).isZero();
			assertThat(bean.toString()).isEqualTo("0");
		});
	}

	@Test
	void aMethodsOwnAnnotationReplacesThatOfTheClass() {
		PermitsContext.with(OnClass.class, (bean) -> assertThat(bean.own()).isEqualTo(2));
	}

	@Test
	void holdsOnAControllerForItsPagesAndNotForTheHandlersOfItsRefusals() {
		PermitsContext.with(Controller.class, (bean) -> {
			assertThat(bean.page()).isEqualTo("reports");
			assertThat(bean.pageWithModel()).isEqualTo("reports");
			assertThat(bean.refused()).isEmpty();
			assertThat(bean.model()).isEmpty();
			assertThat(bean.bind()).isEmpty();
			assertThat(bean.ownLimit()).isEqualTo("quotes");
		});
	}

	@Test
	void anOverridingMethodsAnnotationReplacesTheOverriddenOnes() {
		PermitsContext.with(Overriding.class, (bean) -> assertThat(bean.open()).isEqualTo(3));
	}

	@Test
	void holdsOnAMetaAnnotationWithItsAttributes() {
		PermitsContext.with(ByMeta.class, (bean) -> assertThat(bean.run()).isEqualTo(2));
	}

	@Test
	void takesOnePermitThroughABridge() {
		PermitsContext.runner(GenericReports.class).run((context) -> {
			@SuppressWarnings("unchecked")
			Generic<String> bean = context.getBean(Generic.class);
			assertThat(bean.create("a")).isEqualTo(1);
		});
	}

	@Test
	void holdsWhateverTypeTheBeanIsDeclaredWith() {
		ApplicationContextRunner runner = PermitsContext.runner(DeclaredTypes.class);
		runner.run((context) -> {
			assertThat(((OnMethods) context.getBean("asObject")).open()).isEqualTo(1);
			assertThat(((OnMethods) context.getBean("product")).open()).isEqualTo(1);
		});
	}

	static class OnMethods extends HeldProbe {

		OnMethods(SemaphoreRegistry registry) {
			super(registry);
		}

		@Permits("reports")
		public int open() {
			return held();
		}

		@Permits(name = "reports", weight = "2")
		protected int guarded() {
			return held();
		}

		@Permits(name = "reports", weight = "3")
		int inPackage() {
			return held();
		}

		public int free() {
			return held();
		}

	}

	static class WithoutAnnotation extends HeldProbe {

		WithoutAnnotation(SemaphoreRegistry registry) {
			super(registry);
		}

		public int inherited() {
			return held();
		}

	}

	@Permits("reports")
	static class OnClass extends WithoutAnnotation {

		OnClass(SemaphoreRegistry registry) {
			super(registry);
		}

		public int open() {
			return held();
		}

		@Permits(name = "reports", weight = "2")
		public int own() {
			return held();
		}

		int inPackage() {
			return held();
		}

		@Override
		public String toString() {
			return String.valueOf(held());
		}

	}

	static class Overriding extends OnMethods {

		Overriding(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		@Permits(name = "reports", weight = "3")
		public int open() {
			return held();
		}

	}

	@Permits("reports")
	static class Controller extends HeldNamesProbe {

		Controller(SemaphoreRegistry registry) {
			super(registry);
		}

		@GetMapping("/page")
		public String page() {
			return held();
		}

		@GetMapping("/model")
		@ModelAttribute("page")
		public String pageWithModel() {
			return held();
		}

		@ExceptionHandler(PermitRejectedException.class)
		public String refused() {
			return held();
		}

		@ModelAttribute
		public String model() {
			return held();
		}

		@InitBinder
		public String bind() {
			return held();
		}

		@ExceptionHandler(IllegalStateException.class)
		@Permits("quotes")
		public String ownLimit() {
			return held();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Permits("reports")
	@interface Limited {

		@AliasFor(annotation = Permits.class)
		String weight();

	}

	static class ByMeta extends HeldProbe {

		ByMeta(SemaphoreRegistry registry) {
			super(registry);
		}

		@Limited(weight = "2")
		public int run() {
			return held();
		}

	}

	interface Generic<T> {

		int create(T value);

	}

	static class GenericReports extends HeldProbe implements Generic<String> {

		GenericReports(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		@Permits("reports")
		public int create(String value) {
			return held();
		}

	}

	static class DeclaredTypes {

		@Bean
		Object asObject(SemaphoreRegistry registry) {
			return new OnMethods(registry);
		}

		@Bean
		FactoryBean<Object> product(SemaphoreRegistry registry) {
			return new FactoryBean<>() {

				@Override
				public Object getObject() {
					return new OnMethods(registry);
				}

				@Override
				public Class<?> getObjectType() {
					return null;
				}

			};
		}

	}

}
