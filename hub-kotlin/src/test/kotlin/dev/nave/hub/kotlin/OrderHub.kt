package dev.nave.hub.kotlin

import dev.nave.hub.Hub
import dev.nave.hub.HubException
import java.io.IOException
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await

data class Item(val name: String, val count: Int = 1, val note: String? = null)

/** A hub with a function of each kind. */
open class OrderHub : Hub() {
    val total: Int
        get() = 3

    var title = "orders"

    suspend fun later(text: String): String = CompletableFuture.supplyAsync { "$text, later" }.await()

    suspend fun atOnce(text: String): String = "$text, at once"

    suspend fun nothing() {
        later("nothing")
    }

    suspend fun nobody(): Item? = null

    suspend fun refused(): String {
        later("refused")
        throw HubException("sold out")
    }

    suspend fun broken(): String = throw IOException("the disk is full")

    suspend fun tell(text: String) {
        clients().caller().send("told", text).await()
        clients().caller().send("told", "$text again").await()
    }

    suspend fun waits() {
        try {
            Events.STARTED.add("waits")
            awaitCancellation()
        } finally {
            Events.ENDED.add("waits")
        }
    }

    suspend fun hold() {
        Events.STARTED.add("hold")
        Events.gate.await()
        Events.ENDED.add("hold")
    }

    suspend fun mark() {
        Events.ENDED.add("mark")
    }

    fun order(item: Item): Item = item.copy(count = item.count + 1)

    fun numbers(to: Int): Flow<Int> = flow { for (i in 1..to) emit(i) }

    fun endless(): Flow<Int> =
        flow {
            var next = 0
            while (true) emit(++next)
        }.onCompletion { Events.ENDED.add("endless") }

    fun brokenAfterOne(): Flow<String> =
        flow {
            emit("tea")
            throw HubException("sold out")
        }

    suspend fun numbersLater(to: Int): Flow<Int> {
        later("numbers")
        return numbers(to)
    }

    suspend fun sum(numbers: Flow<Int>): Int = numbers.toList().sum()

    fun doubled(numbers: Flow<Int>): Flow<Int> = numbers.map { it * 2 }
}

class SharedFlowHub : Hub() {
    @Suppress("UNUSED_PARAMETER", "RedundantSuspendModifier")
    suspend fun watch(changes: SharedFlow<Int>) = Unit
}
