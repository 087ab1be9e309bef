package dev.semaphore.spring.aop;

import java.util.List;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the annotation does on interfaces and on their methods.
 */
class AnnotatedInterfacesTests {

	@Test
	void holdsOnAnInterfacesMethodForEveryBeanThatImplementsIt() {
		PermitsContext.runner(ByInterface.class).run((context) -> {
			assertThat(context.getBean(Reports.class).create("a")).isEqualTo(2);
			assertThat(context.getBean(Reports.class).other()).isZero();
		});
	}

	@Test
	void holdsOnAnInterfaceForTheProxyOfInterfacesToo() {
		PermitsContext.runner(ByInterface.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				assertThat(context.getBean(Reports.class)).isNotInstanceOf(ByInterface.class);
				assertThat(context.getBean(Reports.class).create("a")).isEqualTo(2);
			});
	}

	@Test
	void beansBehindOneInterfaceTakeWhatTheirOwnClassesAskFor() {
		PermitsContext.runner(ByInterface.class, ByItself.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				assertThat(context.getBeansOfType(Reports.class).values()).extracting((bean) -> bean.create("a"))
					.containsExactly(2, 3);
				assertThat(context.getBeansOfType(Reports.class).values()).extracting((bean) -> bean.create("b"))
					.containsExactly(2, 3);
			});
	}

	@Test
	void holdsOnAnInterfaceWhoseMethodASuperclassImplementsThatDoesNotKnowIt() {
		PermitsContext.with(Adopted.class, (bean) -> assertThat(bean.create("a")).isEqualTo(2));
	}

	@Test
	void eachInterfacesAnnotationHoldsForItsOwnMethods() {
		PermitsContext.runner(OfTwoInterfaces.class).run((context) -> {
			OfTwoInterfaces bean = context.getBean(OfTwoInterfaces.class);
			assertThat(bean.report()).isEqualTo("reports");
			assertThat(bean.quote()).isEqualTo("quotes");
			assertThat(bean.own()).isEqualTo("");
		});
	}

	@Test
	void twoInterfacesThatDifferOnOneMethodStopTheStart() {
		for (Class<?> bean : List.of(Contradicted.class, ContradictedByTypes.class)) {
			SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(bean));
			assertThat(failure.description()).contains("differ, and both hold for", bean.getSimpleName() + ".");
			assertThat(failure.action()).contains("on the method itself");
		}
	}

	@Test
	void aMethodsOwnAnnotationEndsTheQuarrelOfItsInterfaces() {
		PermitsContext.with(Settled.class, (bean) -> assertThat(bean.create()).isEqualTo("tracked"));
	}

	@Test
	void anInterfacesAnnotationReplacesThatOfTheInterfaceItExtends() {
		PermitsContext.with(Narrowed.class, (bean) -> assertThat(bean.report()).isEqualTo("tracked"));
	}

	interface Reports {

		@Permits(name = "reports", weight = "2")
		int create(String name);

		int other();

	}

	static class ByInterface extends HeldProbe implements Reports {

		ByInterface(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		public int create(String name) {
			return held();
		}

		@Override
		public int other() {
			return held();
		}

	}

	static class ByItself extends ByInterface {

		ByItself(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		@Permits(name = "reports", weight = "3")
		public int create(String name) {
			return held();
		}

	}

	static class NotReports extends HeldProbe {

		NotReports(SemaphoreRegistry registry) {
			super(registry);
		}

		public int create(String name) {
			return held();
		}

		public int other() {
			return held();
		}

	}

	static class Adopted extends NotReports implements Reports {

		Adopted(SemaphoreRegistry registry) {
			super(registry);
		}

	}

	@Permits("reports")
	interface Reporting {

		String report();

	}

	@Permits("quotes")
	interface Quoting {

		String quote();

	}

	@Permits("tracked")
	interface NarrowReporting extends Reporting {

	}

	static class OfTwoInterfaces extends HeldNamesProbe implements Reporting, Quoting {

		OfTwoInterfaces(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		public String report() {
			return held();
		}

		@Override
		public String quote() {
			return held();
		}

		public String own() {
			return held();
		}

	}

	static class Narrowed extends HeldNamesProbe implements Reporting, NarrowReporting {

		Narrowed(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		public String report() {
			return held();
		}

	}

	interface CreatingReports {

		@Permits("reports")
		String create();

	}

	interface CreatingQuotes {

		@Permits("quotes")
		String create();

	}

	static class Contradicted extends HeldNamesProbe implements CreatingReports, CreatingQuotes {

		Contradicted(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		public String create() {
			return held();
		}

	}

	static class Settled extends Contradicted {

		Settled(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		@Permits("tracked")
		public String create() {
			return held();
		}

	}

	@Permits("quotes")
	interface ReportingToo {

		String report();

	}

	static class ContradictedByTypes extends HeldNamesProbe implements Reporting, ReportingToo {

		ContradictedByTypes(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		public String report() {
			return held();
		}

	}

}
