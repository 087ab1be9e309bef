package dev.semaphore.spring.aop

import java.io.File
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test

/**
 * The Kotlin that the documentation shows.
 */
class DocumentedKotlinTests {

	@Test
	fun theDocumentationShowsQuotesAndNoOtherKotlin() {
		val block = Regex("(?ms)^ *```kotlin\n(.*?)^ *```$")
		val shown = (listOf(File("../README.md")) + File("../docs").walk().filter { it.extension == "md" })
			.flatMap { block.findAll(it.readText()).map { found -> found.groupValues[1] } }
		val source = File("src/test/kotlin/dev/semaphore/spring/aop/Quotes.kt").readText()
		assertThat(shown).containsExactly(source.substring(source.indexOf("@Service")))
	}

	@Test
	fun aPermitIsHeldWhileTheFunctionIsSuspendedAndByEachCollection() {
		val answer = CompletableDeferred<Quote>()
		val market = object : Market {

			override suspend fun ask(symbol: String): Quote = answer.await()

			override fun ticks(symbol: String): Flow<Tick> = flow { emit(Tick(symbol)) }

		}
		val runner = PermitsContext.runner(Quotes::class.java).withBean(Market::class.java, { market })
		runner.run { context ->
			val semaphore = PermitsContext.semaphore(context, "quotes")
			val quotes = context.getBean(Quotes::class.java)
			runBlocking {
				val quote = async(Dispatchers.Default) { quotes.quote("ACME") }
				await().until { semaphore.snapshot().held() == 1 }
				answer.complete(Quote("ACME"))
				assertThat(quote.await()).isEqualTo(Quote("ACME"))
				val ticks = quotes.ticks("ACME")
				assertThat(semaphore.snapshot().statistics().acquired()).isOne()
				assertThat(ticks.toList()).containsExactly(Tick("ACME"))
				assertThat(semaphore.snapshot().statistics().acquired()).isEqualTo(2)
			}
			assertThat(semaphore.snapshot().held()).isZero()
		}
	}

}
