package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ResponseTaking}.
 */
class ResponseTakingTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1));

	@BeforeEach
	void begin() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
	}

	@AfterEach
	void end() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void aPermitThatCannotBeLentGoesBackAndItsCallerIsTold() {
		Taking taking = new ResponseTaking(new Failing());
		assertThat(taking.acquireAsync(mock(MethodInvocation.class), new ArrayList<>())).isCompletedExceptionally();
		assertThat(this.semaphore.snapshot().held()).isZero();
	}

	private final class Failing implements Taking {

		@Override
		public List<Claim> claims() {
			return List.of();
		}

		@Override
		public Permit acquire(MethodInvocation invocation, List<Object> holds) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
			return ResponseTakingTests.this.semaphore.acquireAsync(1, Duration.ZERO);
		}

		@Override
		public void hold(List<Object> holds, Permit permit) {
			throw new OutOfMemoryError();
		}

	}

}
