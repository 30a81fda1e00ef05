package dev.nave.hub.kotlin

import dev.nave.hub.TypeRef
import dev.nave.hub.description.HubDescription
import dev.nave.hub.testing.HubInvocationException
import dev.nave.hub.testing.HubTester
import dev.nave.hub.testing.TestClient
import java.util.Optional
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalArgumentException
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import tools.jackson.module.kotlin.kotlinModule

class KotlinHubTest {
    private lateinit var tester: HubTester
    private lateinit var client: TestClient

    @BeforeEach
    fun connect() {
        Events.forget()
        tester =
            HubTester.of("/hub") { server ->
                server.jsonMapper { it.addModule(kotlinModule()) }
                server.hub("/hub", OrderHub::class.java)
            }
        client = tester.connect("ann")
    }

    @AfterEach
    fun close() {
        tester.close()
    }

    @Test
    fun `a function that suspends answers when it has ended`() {
        assertThat(client.invoke(String::class.java, "later", "tea")).isEqualTo("tea, later")
        assertThat(client.invoke(String::class.java, "atOnce", "tea")).isEqualTo("tea, at once")
        assertThat(client.invoke(Any::class.java, "nothing")).isNull()
        assertThat(client.invoke(Any::class.java, "nobody")).isNull()
    }

    @Test
    fun `what it throws fails the call as of a function that does not suspend`() {
        assertThatThrownBy { client.invoke("refused") }
            .isInstanceOf(HubInvocationException::class.java)
            .hasMessageContaining("sold out")
        assertThatThrownBy { client.invoke("broken") }
            .isInstanceOf(HubInvocationException::class.java)
            .hasMessageNotContaining("disk")
        assertThat(client.invoke(String::class.java, "atOnce", "tea")).isEqualTo("tea, at once")
    }

    @Test
    fun `it may wait for its sends`() {
        client.invoke("tell", "tea")

        assertThat(client.expect("told").argument(0, String::class.java)).isEqualTo("tea")
        assertThat(client.expect("told").argument(0, String::class.java)).isEqualTo("tea again")
    }

    @Test
    fun `the next call of its connection waits until it has ended`() {
        client.send("hold")
        await().until { Events.STARTED.contains("hold") }
        val next = client.invokeAsync(Any::class.java, "mark")
        tester.connect("bob").invoke("nothing")

        Events.gate.complete(Unit)

        next.get()
        assertThat(Events.ENDED).containsExactly("hold", "mark")
    }

    @Test
    fun `the end of its connection cancels it`() {
        client.send("waits")
        await().until { Events.STARTED.contains("waits") }

        client.cut()

        await().until { Events.ENDED.contains("waits") }
    }

    @Test
    fun `a flow is streamed`() {
        val stream = client.stream(Int::class.javaObjectType, "numbers", 3)
        assertThat(listOf(stream.expectItem(), stream.expectItem(), stream.expectItem())).isEqualTo(listOf(1, 2, 3))
        stream.expectEnd()

        val later = client.stream(Int::class.javaObjectType, "numbersLater", 1)
        assertThat(later.expectItem()).isEqualTo(1)
        later.expectEnd()
    }

    @Test
    fun `a flow ends as it fails, or as the client cancels it`() {
        val broken = client.stream(String::class.java, "brokenAfterOne")
        assertThat(broken.expectItem()).isEqualTo("tea")
        assertThat(broken.expectError()).contains("sold out")

        val endless = client.stream(Int::class.javaObjectType, "endless")
        assertThat(endless.expectItem()).isEqualTo(1)
        endless.cancel()
        await().until { Events.ENDED.contains("endless") }
    }

    @Test
    fun `clients upload flows`() {
        val upload = client.upload()
        val sum = client.invokeAsync(Int::class.javaObjectType, "sum", upload)
        upload.send(2).send(5).complete()
        assertThat(sum.get()).isEqualTo(7)

        val numbers = client.upload()
        val doubled = client.stream(Int::class.javaObjectType, "doubled", numbers)
        numbers.send(21).complete()
        assertThat(doubled.expectItem()).isEqualTo(42)
        doubled.expectEnd()
    }

    @Test
    fun `data classes are values, with their defaults`() {
        val item = object : TypeRef<Map<String, Any?>>() {}

        assertThat(client.invoke(item, "order", mapOf("name" to "tea")))
            .isEqualTo(mapOf("name" to "tea", "count" to 2, "note" to null))
        assertThat(client.invoke(item, "order", Item("tea", 1, "hot")))
            .isEqualTo(mapOf("name" to "tea", "count" to 2, "note" to "hot"))
        assertThatThrownBy { client.invoke("order", mapOf("count" to 1)) }
            .isInstanceOf(HubInvocationException::class.java)
    }

    @Test
    fun `properties are no methods`() {
        assertThat(HubDescription.of(OrderHub::class.java).methods().map { it.name() })
            .contains("later", "order")
            .doesNotContain("getTotal", "getTitle", "setTitle")
    }

    @Test
    fun `descriptions show what clients call`() {
        val methods = HubDescription.of(OrderHub::class.java).methods().associateBy { it.name() }

        assertThat(methods.getValue("later").result()).isEqualTo(Optional.of(String::class.java))
        assertThat(methods.getValue("later").parameters()).hasSize(1)
        assertThat(methods.getValue("nothing").result()).isEmpty()
        assertThat(methods.getValue("numbers").isStream).isTrue()
        assertThat(methods.getValue("numbersLater").isStream).isTrue()
        assertThat(methods.getValue("sum").parameters().single().isStream).isTrue()
        assertThat(methods.getValue("sum").parameters().single().type()).isEqualTo(Int::class.javaObjectType)
    }

    @Test
    fun `a parameter that is no plain flow is refused`() {
        assertThatIllegalArgumentException()
            .isThrownBy { HubDescription.of(SharedFlowHub::class.java) }
            .withMessageContaining("watch(SharedFlow, Continuation) takes a SharedFlow")
            .withMessageContaining("an upload stream is declared as Flow<T>")
    }
}
