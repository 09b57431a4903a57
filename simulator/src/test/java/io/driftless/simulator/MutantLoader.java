package io.driftless.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles one changed source against the real classes, and loads it with everything of the project
 * anew, the simulator too, so that mutants do not see each other. Libraries are shared.
 */
final class MutantLoader extends ClassLoader {

  private final Map<String, byte[]> changed;

  private MutantLoader(Map<String, byte[]> changed) {
    super(MutantLoader.class.getClassLoader());
    this.changed = changed;
  }

  /** A loader with this bug in it; without one the real classes. */
  static ClassLoader of(Path root, Mutant mutant) throws IOException {
    String source = Files.readString(root.resolve(mutant.file()));
    int at = source.indexOf(mutant.right());
    if (at < 0 || source.indexOf(mutant.right(), at + 1) >= 0) {
      throw new IllegalStateException(
          "%s: its place is not there once in %s".formatted(mutant.name(), mutant.file()));
    }
    return new MutantLoader(compile(mutant, source.replace(mutant.right(), mutant.wrong())));
  }

  private static Map<String, byte[]> compile(Mutant mutant, String text) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> written = new HashMap<>();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      JavaFileManager files = new InMemory(standard, written);
      List<String> options =
          List.of(
              "-nowarn",
              "-proc:none",
              "-parameters",
              "-Xlint:none",
              "-classpath",
              System.getProperty("java.class.path"));
      JavaFileObject source = new Source(mutant.file(), text);
      if (!compiler.getTask(messages, files, null, options, null, List.of(source)).call()) {
        throw new IllegalStateException(mutant.name() + " does not compile:\n" + messages);
      }
    }
    Map<String, byte[]> classes = new HashMap<>();
    written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.driftless.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    if (bytes == null) {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Result extends SimpleJavaFileObject {
    private final OutputStream out;

    Result(String name, OutputStream out) {
      super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
      this.out = out;
    }

    @Override
    public OutputStream openOutputStream() {
      return out;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written;

    InMemory(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> written) {
      super(standard);
      this.written = written;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      written.put(name, out);
      return new Result(name, out);
    }
  }
}
