package dev.nave.hub.kotlin.docs

import dev.nave.hub.Hub
import dev.nave.hub.HubFactory
import dev.nave.hub.HubServerBuilder
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.future.await
import tools.jackson.module.kotlin.kotlinModule

/** What the hub of the page is about. */
class Market {
    private val quotes = CopyOnWriteArrayList<Quote>()

    fun add(quote: Quote) {
        quotes.add(quote)
    }

    fun latest(symbol: String): Quote = quotes.last { it.symbol == symbol }

    fun changes(symbol: String): Flow<Quote> = quotes.filter { it.symbol == symbol }.asFlow()
}

// The code of docs/kotlin.md.

data class Quote(val symbol: String, val price: Double, val currency: String = "EUR")

class MarketHub(private val market: Market) : Hub() {
    suspend fun price(symbol: String): Quote = market.latest(symbol)

    suspend fun announce(text: String) {
        clients().all().send("announced", text).await()
    }

    fun prices(symbol: String): Flow<Quote> = market.changes(symbol)

    suspend fun record(quotes: Flow<Quote>): Int {
        var count = 0
        quotes.collect { market.add(it); count++ }
        return count
    }
}

fun HubServerBuilder.market(market: Market): HubServerBuilder =
    jsonMapper { it.addModule(kotlinModule()) }
        .hub("/market", MarketHub::class.java, HubFactory { MarketHub(market) })

interface MarketClient {
    fun priceChanged(quote: Quote)
}
