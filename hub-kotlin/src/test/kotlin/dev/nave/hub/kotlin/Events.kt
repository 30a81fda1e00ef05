package dev.nave.hub.kotlin

import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.CompletableDeferred

/** What began and ended in hubs; emptied before each test. */
object Events {
    val STARTED = CopyOnWriteArrayList<String>()
    val ENDED = CopyOnWriteArrayList<String>()

    /** What the hub's `hold` waits for. */
    @Volatile
    var gate = CompletableDeferred<Unit>()

    fun forget() {
        gate = CompletableDeferred()
        STARTED.clear()
        ENDED.clear()
    }
}
