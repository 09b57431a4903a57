package io.driftless.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeStepsTest {

  @Test
  void recipeWithoutABaseShouldBeSpelledOut() {
    assertThat(RecipeSteps.between(null, recipe("a b c")).spelled()).isEqualTo(chunks("a b c"));
  }

  @Test
  void insertionShouldSpellOutTheNewChunkOnly() {
    assertThat(RecipeSteps.between(recipe("a b c d"), recipe("a b x c d")).spelled())
        .isEqualTo(chunks("x"));
  }

  @Test
  void equalRecipesShouldSpellOutNothing() {
    assertThat(RecipeSteps.between(recipe("a b a b"), recipe("a b a b")).spelled()).isEmpty();
  }

  @Test
  void repeatedChunksShouldBeCopiedAsOneRun() {
    RecipeSteps steps = RecipeSteps.between(recipe("a a a a b"), recipe("a a a a b"));
    assertThat(steps.runs()).containsExactly("copy 0+5");
  }

  @Test
  void everyStepShouldStandInTheOrderOfTheTarget() {
    RecipeSteps steps = RecipeSteps.between(recipe("a b c d e"), recipe("x d e y a b"));
    assertThat(steps.runs()).containsExactly("spell 1", "copy 3+2", "spell 1", "copy 0+2");
  }

  @Test
  void emptyRecipeShouldHaveNoSteps() {
    assertThat(RecipeSteps.between(recipe("a"), Recipe.EMPTY).runs()).isEmpty();
  }

  private static Recipe recipe(String words) {
    return new Recipe(chunks(words));
  }

  private static List<Sha256> chunks(String words) {
    List<Sha256> chunks = new ArrayList<>();
    Arrays.stream(words.split(" "))
        .forEach(word -> chunks.add(Sha256.digest(word.getBytes(StandardCharsets.UTF_8))));
    return chunks;
  }
}
