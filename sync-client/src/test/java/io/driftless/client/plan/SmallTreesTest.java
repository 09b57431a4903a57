package io.driftless.client.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All trees of up to three nodes with all pairs of operations; how many is part of the promise. */
class SmallTreesTest {

  @Test
  void everyPairOnEveryTreeOfUpToThreeNodesShouldKeepThePromises() {
    long checked = 0;
    for (int size = 0; size <= 3; size++) {
      checked += new PlannedPairs().pairs(size).cases().cases();
    }
    assertThat(checked).isEqualTo(623_507);
  }

  @Test
  void everyTwoAgainstOneOnEveryTreeOfUpToTwoNodesShouldKeepThePromises() {
    int largest = Long.getLong("driftless.histories", 0) > 0 ? 2 : 1;
    long checked = 0;
    for (int size = 0; size <= largest; size++) {
      checked += new PlannedPairs().triples(size).cases().cases();
    }
    assertThat(checked).isEqualTo(largest == 2 ? 1_699_322 : 31_886);
  }

  // ---- that the check can fail

  private final SmallTrees.Shape shape = SmallTrees.of(1).get(0);
  private final PlannedCases.Done nothing = PlannedCases.alone(shape, List.of(TreeOp.nothing()));

  @Test
  void aContentThatIsNowhereShouldBeNoticed() {
    PlannedCases.Done claimed = claim(nothing, "/b", "9");
    assertThatThrownBy(() -> new PlannedCases(8).check(shape, nothing, claimed))
        .hasMessageContaining("Lost of [9]");
  }

  @Test
  void anotherTreeThanForetoldShouldBeNoticed() {
    PlannedCases.Done claimed = claim(nothing, "/b", PlannedWorld.FOLDER);
    assertThatThrownBy(() -> new PlannedCases(8).check(shape, claimed, claimed))
        .hasMessageContaining("expected");
  }

  @Test
  void moreRoundsThanAllowedShouldBeNoticed() {
    PlannedCases.Done made =
        PlannedCases.alone(
            shape, List.of(TreeOp.all(shape.world(), List.of("b"), List.of(7)).get(1)));
    assertThatThrownBy(() -> new PlannedCases(1).check(shape, nothing, made))
        .hasMessageContaining("Not settled after 1 rounds");
  }

  private static PlannedCases.Done claim(PlannedCases.Done done, String path, String content) {
    return PlannedCases.done(done.ops(), Map.of(path, content), done.places());
  }
}
