package dev.nave.hub.kotlin.docs

import dev.nave.hub.TypedHub
import dev.nave.hub.TypeRef
import dev.nave.hub.description.HubDescription
import dev.nave.hub.testing.HubTester
import java.nio.file.Path
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The code of docs/kotlin.md is compiled here, word for word, and does what the page says. */
class KotlinPageTest {
    @Test
    fun `its code is compiled`() {
        val page = Path.of("../docs/kotlin.md").readText()
        val code = Path.of("src/test/kotlin/dev/nave/hub/kotlin/docs/Market.kt").readText()

        val blocks = Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(page).toList()

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3)
        assertThat(blocks).allSatisfy { assertThat(code).contains(it.groupValues[1]) }
    }

    @Test
    fun `its hub serves`() {
        val market = Market()
        HubTester.of("/market") { it.market(market) }.use { tester ->
            val client = tester.connect("ann")
            val quote = object : TypeRef<Map<String, Any?>>() {}

            val quotes = client.upload()
            val recorded = client.invokeAsync(Int::class.javaObjectType, "record", quotes)
            quotes.send(mapOf("symbol" to "ACME", "price" to 1.5)).complete()
            assertThat(recorded.get()).isEqualTo(1)

            val expected = mapOf("symbol" to "ACME", "price" to 1.5, "currency" to "EUR")
            assertThat(client.invoke(quote, "price", "ACME")).isEqualTo(expected)
            val prices = client.stream(quote, "prices", "ACME")
            assertThat(prices.expectItem()).isEqualTo(expected)
            prices.expectEnd()
            client.invoke("announce", "closing")
            assertThat(client.expect("announced").argument(0, String::class.java)).isEqualTo("closing")
        }
    }

    @Test
    fun `its interface is one of clients`() {
        val methods = HubDescription.of(TypedMarketHub::class.java).clientMethods()

        assertThat(methods.map { it.name() }).containsExactly("priceChanged")
    }

    class TypedMarketHub : TypedHub<MarketClient>()
}
