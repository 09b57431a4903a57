package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.server.commit.LifeModel.Act;
import io.driftless.server.commit.LifeModel.Mistake;
import io.driftless.server.commit.LifeModel.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All orders in which the transactions of collector, compaction, devices and pruning can follow one
 * another, each with a look at the whole workspace after every step.
 */
class ChunkLifeModelTest {

  private static final List<Step> COLLECTOR =
      List.of(
          step("mark", LifeModel::markFirst),
          step("mark more", LifeModel::markSecond),
          step("quarantine", LifeModel::quarantine),
          step(
              "mark again",
              model -> {
                model.markFirst();
                model.markSecond();
              }),
          step("read what to sweep", LifeModel::readSweep),
          step("sweep", LifeModel::sweep),
          step("condemn", LifeModel::condemn),
          step("delete", LifeModel::delete));

  private static final List<Step> ORPHANS =
      List.of(
          step("begin", LifeModel::markFirst),
          step("list orphans", LifeModel::listOrphans),
          step("condemn orphans", LifeModel::condemnOrphans),
          step("delete", LifeModel::delete));

  private static final List<Step> PRUNE = List.of(step("prune", LifeModel::prune));

  private static final List<Step> COMPACTOR =
      List.of(
          step("prune", LifeModel::prune),
          step("copy a sparse pack", LifeModel::copySparse),
          step("change places over", LifeModel::changeOver));

  private static final List<Step> DEDUPLICATES =
      List.of(
          step("names a", model -> model.commitByHash("x", "a b")),
          step("uploads a if told so", model -> model.uploadIfRefused("x", "a b")));

  private static final List<Step> UPLOADS =
      List.of(
          step("uploads", model -> model.upload("y", "a e")),
          step("server reads the footer", model -> model.readFooter("y")),
          step("commits", model -> model.commitUpload("y", "a e")),
          step("uploads again if told so", model -> model.uploadIfRefused("y", "a e")));

  private static final Map<String, List<List<Step>>> WORLDS =
      Map.of(
          "a device names what is being collected", List.of(COLLECTOR, PRUNE, DEDUPLICATES),
          "a device uploads what is being collected", List.of(COLLECTOR, PRUNE, UPLOADS),
          "an upload is taken for an orphan", List.of(ORPHANS, UPLOADS, DEDUPLICATES),
          "what is collected is copied", List.of(COLLECTOR, COMPACTOR, DEDUPLICATES),
          "a copy is taken for an orphan", List.of(ORPHANS, COMPACTOR, UPLOADS));

  private static Step step(String name, Act act) {
    return new Step(name, act);
  }

  @Test
  void noOrderShouldLoseACommittedChunk() {
    long orders = WORLDS.values().stream().mapToLong(actors -> explore(actors, Set.of())).sum();
    assertThat(orders).isEqualTo(34_500);
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void everyMistakeShouldShowInSomeOrder(Mistake mistake) {
    assertThatThrownBy(() -> WORLDS.values().forEach(actors -> explore(actors, Set.of(mistake))))
        .isInstanceOf(AssertionError.class);
  }

  /** Tries all orders; how many there are. */
  private static long explore(List<List<Step>> actors, Set<Mistake> mistakes) {
    return explore(actors, new int[actors.size()], new ArrayList<>(), mistakes);
  }

  private static long explore(
      List<List<Step>> actors, int[] done, List<Step> order, Set<Mistake> mistakes) {
    long orders = 0;
    boolean ended = true;
    for (int i = 0; i < actors.size(); i++) {
      if (done[i] < actors.get(i).size()) {
        ended = false;
        order.add(actors.get(i).get(done[i]++));
        orders += explore(actors, done, order, mistakes);
        done[i]--;
        order.remove(order.size() - 1);
      }
    }
    if (ended) {
      run(order, mistakes);
      return 1;
    }
    return orders;
  }

  private static void run(List<Step> order, Set<Mistake> mistakes) {
    LifeModel model = new LifeModel(mistakes);
    for (int i = 0; i < order.size(); i++) {
      order.get(i).act().on(model);
      List<String> problems = model.problems();
      if (!problems.isEmpty()) {
        throw new AssertionError(
            problems
                + " after "
                + Arrays.toString(order.subList(0, i + 1).stream().map(Step::name).toArray()));
      }
    }
  }
}
