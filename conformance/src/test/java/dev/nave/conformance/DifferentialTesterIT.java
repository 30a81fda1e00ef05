package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.differential.Campaign;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lets the differential tester find a planted difference: a hub whose filter changes what some of
 * its methods do stands in for the reference.
 */
class DifferentialTesterIT {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  /** What the filter changes. */
  private static final Pattern CHANGED =
      Pattern.compile("\"(EchoString|EchoInt|echoint|ECHOINT|EchoBool|Add|Throw)\"");

  private final Campaign campaign =
      new Campaign(List.of(SERVER.url()), List.of(SERVER.url() + "/filtered"));

  @Test
  void findsADifferenceAndShrinksItToTheCallThatShowsIt() throws Exception {
    Campaign.Result result = campaign.play("websockets-json", 1, 40);
    assertThat(result.divergences())
        .extracting(Campaign.Divergence::text)
        .anySatisfy(
            text -> {
              assertThat(text.lines().filter(line -> line.contains(" > "))).hasSize(1);
              assertThat(text).containsPattern(CHANGED).contains("+ ours:", "- reference:");
            });
  }

  @Test
  void playsAProgramAgainThatWasShrunk() throws Exception {
    String text =
        campaign.play("websockets-json", 1, 40).divergences().stream()
            .map(Campaign.Divergence::text)
            .filter(each -> CHANGED.matcher(each).find())
            .filter(each -> each.lines().filter(line -> line.contains(" > ")).count() == 1)
            .findFirst()
            .orElseThrow();
    String address = text.lines().findFirst().orElseThrow();
    assertThat(campaign.replay(address)).isEqualTo(text);
  }
}
