package dev.semaphore.spring.test;

import java.lang.annotation.Annotation;
import java.util.List;

import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Honours {@link Saturated @Saturated}, {@link BackendDown @BackendDown} and
 * {@link NothingHeld @NothingHeld} in every test of Spring's TestContext framework.
 */
final class SemaphoreTestExecutionListener extends AbstractTestExecutionListener {

	private static final String TAKEN = SemaphoreTestExecutionListener.class.getName() + ".taken";

	/**
	 * {@inheritDoc}
	 * <p>
	 * After the listener that may close the context: those that come later look at the
	 * end of a test sooner.
	 */
	@Override
	public int getOrder() {
		return 3_500;
	}

	@Override
	public void beforeTestMethod(TestContext test) {
		Saturated saturated = annotation(test, Saturated.class);
		if (saturated != null) {
			test.setAttribute(TAKEN, Saturation.of(registry(test, "@Saturated"), saturated.value()));
		}
		if (annotation(test, BackendDown.class) != null) {
			stores(test).fail(true);
		}
	}

	@Override
	public void afterTestMethod(TestContext test) {
		if (annotation(test, BackendDown.class) != null) {
			stores(test).fail(false);
		}
		if (test.removeAttribute(TAKEN) instanceof List<?> permits) {
			permits.forEach((permit) -> ((Permit) permit).close());
		}
		NothingHeld nothingHeld = annotation(test, NothingHeld.class);
		if (nothingHeld != null) {
			new Leftovers(registry(test, "@NothingHeld"))
				.assertNone(DurationStyle.detectAndParse(nothingHeld.within()));
		}
	}

	private static <A extends Annotation> @Nullable A annotation(TestContext test, Class<A> type) {
		A own = AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), type);
		for (Class<?> scope = test.getTestClass(); own == null && scope != null; scope = scope.getEnclosingClass()) {
			own = AnnotatedElementUtils.findMergedAnnotation(scope, type);
		}
		return own;
	}

	private static FailingStores stores(TestContext test) {
		return test.getApplicationContext().getBean(FailingStores.class);
	}

	private static SemaphoreRegistry registry(TestContext test, String annotation) {
		SemaphoreRegistry registry = test.getApplicationContext()
			.getBeanProvider(SemaphoreRegistry.class)
			.getIfUnique();
		if (registry == null) {
			throw new IllegalStateException(annotation + " on " + test.getTestClass().getName()
					+ " needs one SemaphoreRegistry in the application context, and there is none; a slice test"
					+ " gets it by @ImportAutoConfiguration(SemaphoreAutoConfiguration.class)");
		}
		return registry;
	}

}
