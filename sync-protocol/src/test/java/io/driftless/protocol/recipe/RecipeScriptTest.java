package io.driftless.protocol.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeScriptTest {

  private static final PackId PACK = new PackId(new UUID(1, 2));
  private static final Recipe BASE =
      new Recipe(IntStream.range(0, 10).mapToObj(i -> chunk(i)).toList());
  private static final RecipeScript.Source SOURCE =
      new RecipeScript.Source() {
        @Override
        public Recipe base(VersionNumber version) {
          return BASE;
        }

        @Override
        public Sha256 entry(PackId pack, int entry) {
          return chunk(100 + entry);
        }

        @Override
        public Recipe staged(Sha256 digest) {
          return BASE;
        }
      };

  @Test
  void scriptShouldExpandToWhatItsStepsName() {
    Recipe expected =
        new Recipe(List.of(chunk(8), chunk(9), chunk(103), chunk(104), chunk(7), chunk(0)));
    RecipeScript script =
        script(
            expected,
            new RecipeOp.Copy(8, 2),
            new RecipeOp.Run(PACK, 3, 2),
            new RecipeOp.Hashes(List.of(chunk(7))),
            new RecipeOp.Copy(0, 1));
    assertThat(script.expand(SOURCE)).isEqualTo(expected);
  }

  @Test
  void emptyScriptShouldExpandToTheEmptyRecipe() {
    assertThat(script(Recipe.EMPTY).expand(SOURCE)).isEqualTo(Recipe.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,0", "0,11", "10,1", "5,2147483647", "2147483647,1", "0,-1"})
  void copyOutsideOfTheBaseShouldBeRefused(int first, int count) {
    assertThatThrownBy(() -> script(BASE, new RecipeOp.Copy(first, count)).expand(SOURCE))
        .isInstanceOf(BadRecipeException.class);
  }

  @Test
  void anotherResultThanPromisedShouldBeRefused() {
    assertThatThrownBy(() -> script(BASE, new RecipeOp.Copy(0, 9)).expand(SOURCE))
        .isInstanceOf(BadRecipeException.class)
        .hasMessageContaining("expands to");
  }

  @Test
  void recipeAtTheLimitShouldPassAndOneChunkMoreShouldNot() {
    Recipe longest = new Recipe(Collections.nCopies(RecipeScript.MAX_CHUNKS, chunk(1)));
    assertThat(script(longest, new RecipeOp.Hashes(longest.chunks())).expand(SOURCE))
        .isEqualTo(longest);
    assertThatThrownBy(
            () ->
                script(
                        longest,
                        new RecipeOp.Hashes(longest.chunks()),
                        new RecipeOp.Hashes(List.of(chunk(1))))
                    .expand(SOURCE))
        .hasMessageContaining("at most");
  }

  @Test
  void storedFormShouldReadBack() {
    assertThat(Recipe.ofBytes(BASE.bytes())).isEqualTo(BASE);
    assertThatThrownBy(() -> Recipe.ofBytes(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RecipeScript script(Recipe promised, RecipeOp... ops) {
    return new RecipeScript(new VersionNumber(1), List.of(ops), promised.digest());
  }

  private static Sha256 chunk(int number) {
    return Sha256.digest(new byte[] {(byte) number});
  }
}
