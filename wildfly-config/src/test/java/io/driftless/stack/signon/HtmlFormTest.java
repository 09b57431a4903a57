package io.driftless.stack.signon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlFormTest {

  private static final URI PAGE = URI.create("http://127.0.0.1:1/realms/x/page");

  @Test
  void shouldReadActionAndHiddenFields() throws IOException {
    HtmlForm form =
        HtmlForm.of(
            PAGE,
            """
            <form id="f" action="/send?a=1&amp;b=2" method="post">
              <input type="hidden" name="code" value="a&quot;b">
              <input name="username" type="text" value="ignored"/>
            </form>
            """);
    assertThat(form.action()).isEqualTo(URI.create("http://127.0.0.1:1/send?a=1&b=2"));
    assertThat(form.hidden()).containsExactly(Map.entry("code", "a\"b"));
    assertThat(form.body(Map.of("accept", "Yes & no"))).isEqualTo("code=a%22b&accept=Yes+%26+no");
  }

  @Test
  void pageWithoutAFormShouldBeQuoted() {
    assertThatThrownBy(
            () ->
                HtmlForm.of(
                    PAGE, "<html><head><title>t</title></head><body><p>Code expired</p></body>"))
        .hasMessageEndingWith("it says: Code expired");
  }
}
