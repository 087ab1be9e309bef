package dev.semaphore.spring.aop;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.Reentry;
import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Applies {@link dev.semaphore.spring.annotation.Permits @Permits}, as a plain advisor:
 * to be a bean of the infrastructure role, beside an auto-proxy creator and the
 * {@link #verifier() verifier}.
 */
public final class PermitsAdvisor implements PointcutAdvisor, Ordered {

	/**
	 * The order unless configured: next to the work, so that a permit is held no longer
	 * than needed. Inside of method security (whose interceptors have orders up to 600),
	 * and outside of {@code @Transactional} and {@code @Cacheable}, which are last by
	 * default. {@code @Async} and {@code @Retryable} are outside whatever the order.
	 */
	public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 10;

	private final ConfigurableListableBeanFactory beanFactory;

	private final Supplier<SemaphoreRegistry> registry;

	private final int order;

	private final HazardGraph hazards = new HazardGraph();

	private final PermitsOperations operations;

	private final PermitsOperationSource source;

	private final Pointcut pointcut;

	private final Advice advice;

	/**
	 * Creates the advisor.
	 * @param beanFactory resolves placeholders and the beans of expressions
	 * @param registry has the semaphores; asked at the first call of an annotated method,
	 * or when the application has started, and not before
	 * @param reentries what happens to nested calls, by the name of the semaphore; asked
	 * when a call of it is made
	 * @param interrupts whether work is interrupted, or its future cancelled, when its
	 * permit is given back by force, by the name of the semaphore; asked at the first
	 * call
	 * @param order where among other advisors, the lower the further outside
	 * @param warnInTransaction whether to warn of threads that wait for a permit within a
	 * transaction
	 */
	public PermitsAdvisor(ConfigurableListableBeanFactory beanFactory, Supplier<SemaphoreRegistry> registry,
			Function<String, Reentry> reentries, Predicate<String> interrupts, int order, boolean warnInTransaction) {
		this.beanFactory = beanFactory;
		this.registry = SingletonSupplier.of(registry);
		this.order = order;
		Supplier<TimeSource> time = SingletonSupplier
			.of(() -> beanFactory.getBeanProvider(TimeSource.class).getIfUnique(TimeSource::system));
		Surroundings surroundings = new Surroundings(this.registry, reentries, interrupts, this.hazards, time,
				warnInTransaction ? TransactionWatch.ifPresent() : null);
		this.operations = new PermitsTemplate(surroundings);
		this.source = new PermitsOperationSource(new OperationParser(beanFactory, surroundings));
		this.pointcut = new PermitsPointcut(this.source);
		this.advice = new PermitsInterceptor(this.source);
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	/**
	 * Checks that each annotation can be honoured and each annotated bean has this
	 * advice: all beans that exist when the application has started, later ones when they
	 * are created. Throws a {@link dev.semaphore.spring.SemaphoreConfigurationException
	 * SemaphoreConfigurationException} otherwise.
	 * @return the verifier, to be a bean
	 */
	public BeanPostProcessor verifier() {
		return new PermitsVerifier(this.beanFactory, this.source, this.registry);
	}

	/**
	 * In which contradicting orders the calls under this advice take semaphores.
	 * @return the hazards, which grow as they are found
	 */
	public DeadlockHazards hazards() {
		return this.hazards;
	}

	/**
	 * The same in code. Work and annotated calls within one another are told apart from
	 * others, whichever is the outer one.
	 * @return the operations
	 */
	public PermitsOperations operations() {
		return this.operations;
	}

}
