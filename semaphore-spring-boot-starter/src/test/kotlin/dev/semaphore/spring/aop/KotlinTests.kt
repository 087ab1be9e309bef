package dev.semaphore.spring.aop

import dev.semaphore.CountingSemaphore
import dev.semaphore.Permit
import dev.semaphore.PermitRejectedException
import dev.semaphore.spring.annotation.Permits
import dev.semaphore.spring.annotation.Release
import java.time.Duration
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.assertj.core.api.Assertions.assertThatIllegalStateException
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test
import org.springframework.http.ResponseEntity

/**
 * Suspending functions, and functions that return a [Flow].
 */
class KotlinTests {

	private val end = CompletableDeferred<String>()

	@Test
	fun holdsUntilTheFunctionReturns() = run { service, quotes ->
		val result = async(Dispatchers.Default) { service.call { end.await() } }
		await().until { quotes.snapshot().held() == 1 }
		end.complete("done")
		assertThat(result.await()).isEqualTo("done")
		assertThat(quotes.snapshot().held()).isZero()
	}

	@Test
	fun givesBackWhenTheFunctionThrows() = run { service, quotes ->
		assertThatIllegalStateException().isThrownBy { runBlocking { service.call { throw IllegalStateException() } } }
		assertThatExceptionOfType(StackOverflowError::class.java)
			.isThrownBy { runBlocking { service.call { throw StackOverflowError() } } }
		assertThat(quotes.snapshot().held()).isZero()
	}

	@Test
	fun givesBackWhenTheCoroutineIsCancelled() = run { service, quotes ->
		val job = launch(Dispatchers.Default) { service.call { end.await() } }
		await().until { quotes.snapshot().held() == 1 }
		job.cancelAndJoin()
		await().until { quotes.snapshot().held() == 0 }
	}

	@Test
	fun waitsWithoutAThreadAndRunsTheBodyWhenAPermitIsFree() = run { service, quotes ->
		val taken = quotes.acquire()
		val bodies = AtomicInteger()
		// Undispatched: up to the queue on this very thread, which is not kept there.
		val result = async(start = CoroutineStart.UNDISPATCHED) {
			service.call {
				bodies.incrementAndGet()
				"done"
			}
		}
		assertThat(quotes.snapshot().queueLength()).isOne()
		assertThat(bodies).hasValue(0)
		taken.close()
		assertThat(result.await()).isEqualTo("done")
	}

	@Test
	fun leavesTheQueueWhenTheCoroutineIsCancelled() = run { service, quotes ->
		val taken = quotes.acquire()
		val job = launch(start = CoroutineStart.UNDISPATCHED) { service.call { "done" } }
		assertThat(quotes.snapshot().queueLength()).isOne()
		job.cancelAndJoin()
		await().until { quotes.snapshot().queueLength() == 0 }
		taken.close()
	}

	@Test
	fun isRefusedWithoutRunningTheBody() = run { service, quotes ->
		quotes.close()
		assertThatExceptionOfType(PermitRejectedException::class.java)
			.isThrownBy { runBlocking { service.call { throw AssertionError("ran") } } }
	}

	@Test
	fun aFunctionMayReturnNothing() = run { service, _ ->
		service.nothing()
		assertThat(service.nullable()).isNull()
	}

	@Test
	fun aFunctionIsGivenThePermitItRunsUnder() = run { service, _ ->
		assertThat(service.weight(null)).isOne()
		assertThat(service.weightOfFlow(null).toList()).containsExactly(1)
	}

	@Test
	fun theSuspendingFallbackAnswers() = run { service, quotes ->
		quotes.close()
		assertThat(service.withFallback("a")).isEqualTo("a: CLOSED")
		assertThat(service.withPlainFallback("a")).isEqualTo("fallback a")
	}

	@Test
	fun aFlowTakesForEachCollection() = run { service, quotes ->
		val flow = service.numbers { 1 }
		assertThat(quotes.snapshot().statistics().acquired()).isZero()
		assertThat(flow.toList()).containsExactly(1, 2)
		assertThat(flow.toList()).containsExactly(1, 2)
		assertThat(quotes.snapshot().statistics().acquired()).isEqualTo(2)
	}

	@Test
	fun aFlowIsHeldUntilItEnds() = run { service, quotes ->
		val held = service.numbers { quotes.snapshot().held() }.toList()
		assertThat(held).containsExactly(1, 2)
		assertThat(quotes.snapshot().held()).isZero()
	}

	@Test
	fun aFlowThatIsNotCollectedToItsEndGivesBack() = run { service, quotes ->
		assertThat(service.numbers { quotes.snapshot().held() }.first()).isOne()
		await().until { quotes.snapshot().held() == 0 }
	}

	@Test
	fun aFlowOfASuspendingFunctionIsHeldUntilItEnds() = run { service, quotes ->
		assertThat(service.suspendingFlow { quotes.snapshot().held() }.toList()).containsExactly(1)
		assertThat(quotes.snapshot().held()).isZero()
	}

	@Test
	fun aDeferredIsHeldUntilItCompletes() = run { service, quotes ->
		val deferred = service.deferred(end)
		assertThat(quotes.snapshot().held()).isOne()
		end.complete("done")
		assertThat(deferred.await()).isEqualTo("done")
		assertThat(quotes.snapshot().held()).isZero()
	}

	@Test
	fun releaseOnReturnOfASuspendingFunctionStopsTheStart() {
		val failure = PermitsContext.failure(PermitsContext.runner(ReturningService::class.java))
		assertThat(failure.description()).contains("suspending function", "returns many times")
	}

	@Test
	fun aFlowWithinTheEntityOfASuspendingFunctionStopsTheStart() {
		val failure = PermitsContext.failure(PermitsContext.runner(NestingService::class.java))
		assertThat(failure.description()).contains("work within work")
	}

	private fun run(test: suspend kotlinx.coroutines.CoroutineScope.(KotlinService, CountingSemaphore) -> Unit) {
		PermitsContext.runner(KotlinService::class.java).run { context ->
			val quotes = PermitsContext.semaphore(context, "quotes")
			runBlocking { withTimeout(60_000) { test(context.getBean(KotlinService::class.java), quotes) } }
			await().atMost(Duration.ofMinutes(1)).until { quotes.snapshot().held() == 0 }
			assertThat(quotes.snapshot().queueLength()).isZero()
		}
	}

	open class KotlinService {

		@Permits("quotes")
		open suspend fun call(body: suspend () -> String): String {
			delay(1)
			return body()
		}

		@Permits("quotes")
		open suspend fun nothing() {
			delay(1)
		}

		@Permits("quotes")
		open suspend fun nullable(): String? = null

		@Permits("quotes")
		open fun numbers(first: () -> Int): Flow<Int> = flow {
			emit(first())
			emit(2)
		}

		@Permits("quotes")
		open suspend fun suspendingFlow(first: () -> Int): Flow<Int> = flow { emit(first()) }

		@Permits("quotes")
		open fun deferred(end: CompletableDeferred<String>): Deferred<String> = end

		@Permits("quotes")
		open suspend fun weight(permit: Permit?): Int? {
			delay(1)
			return permit?.weight()
		}

		@Permits("quotes")
		open fun weightOfFlow(permit: Permit?): Flow<Int?> = flow { emit(permit?.weight()) }

		@Permits("quotes", fallback = "answer")
		open suspend fun withFallback(name: String): String = name

		@Permits("quotes", fallback = "plainAnswer")
		open suspend fun withPlainFallback(name: String): String = name

		@Suppress("unused")
		private suspend fun answer(name: String, refusal: PermitRejectedException): String {
			delay(1)
			return "$name: ${refusal.reason()}"
		}

		@Suppress("unused")
		private suspend fun plainAnswer(name: String): String = "fallback $name"

	}

	open class ReturningService {

		@Permits("quotes", release = Release.RETURN)
		open suspend fun call() {
		}

	}

	open class NestingService {

		@Permits("quotes")
		open suspend fun call(): ResponseEntity<Flow<String>> = ResponseEntity.ok(flow { })

	}

}
