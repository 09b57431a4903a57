package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.server.commit.RandomCommits.Batch;
import io.driftless.server.commit.RandomCommits.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommitRuleProperties {

  @Property(tries = 300)
  void everySequenceOfCommitsShouldLeaveASoundWorkspace(@ForAll("histories") List<Batch> history) {
    RandomCommits commits = new RandomCommits();
    history.forEach(commits::run);
  }

  @Provide
  Arbitrary<List<Batch>> histories() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1_000);
    Arbitrary<Step> steps =
        Combinators.combine(numbers, numbers, numbers, numbers, numbers, numbers).as(Step::new);
    return Combinators.combine(
            Arbitraries.integers().between(0, 100), numbers, steps.list().ofMaxSize(6))
        .as(Batch::new)
        .list()
        .ofMaxSize(40);
  }

  @Test
  void randomHistoriesShouldMeetTheAnswersThatTheRuleGives() {
    Set<Class<?>> met = new HashSet<>();
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      RandomCommits commits = new RandomCommits();
      for (int i = 0; i < 40; i++) {
        List<Step> steps = new ArrayList<>();
        for (int j = random.nextInt(6); j >= 0; j--) {
          steps.add(
              new Step(
                  random.nextInt(1_000),
                  random.nextInt(1_000),
                  random.nextInt(1_000),
                  random.nextInt(1_000),
                  random.nextInt(1_000),
                  random.nextInt(1_000)));
        }
        commits.run(new Batch(random.nextInt(100), random.nextInt(1_000), steps));
      }
      met.addAll(commits.answers());
    }
    assertThat(met)
        .contains(
            ChangeAnswer.Applied.class,
            ChangeAnswer.Merged.class,
            ChangeAnswer.Stale.class,
            ChangeAnswer.NameTaken.class,
            ChangeAnswer.ParentGone.class,
            ChangeAnswer.Depends.class,
            ChangeAnswer.Denied.class,
            ChangeAnswer.MissingChunks.class,
            ChangeAnswer.RecipeBaseGone.class,
            ChangeAnswer.Malformed.class);
  }
}
