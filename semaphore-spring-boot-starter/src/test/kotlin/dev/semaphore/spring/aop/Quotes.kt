package dev.semaphore.spring.aop

import dev.semaphore.spring.annotation.Permits
import kotlinx.coroutines.flow.Flow
import org.springframework.stereotype.Service

interface Market {

	suspend fun ask(symbol: String): Quote

	fun ticks(symbol: String): Flow<Tick>

}

data class Quote(val symbol: String)

data class Tick(val symbol: String)

// From here on as docs/platforms.md shows it.

@Service
class Quotes(private val market: Market) {

	@Permits("quotes")                       // held until the function returns, however often it suspends
	suspend fun quote(symbol: String): Quote = market.ask(symbol)

	@Permits("quotes")                       // held by each collection, until it ends or is cancelled
	fun ticks(symbol: String): Flow<Tick> = market.ticks(symbol)

}
