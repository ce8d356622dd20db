import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One search node as a plain Java process. Arguments: the node's home folder, whose folder {@code config} holds the
 * engine's own settings file, then the class names of the plug-ins to load from the class path.
 *
 * <p>With {@code -Drehearsal=true} it ends as soon as it has started.
 *
 * <p>The packaged server is in no package registry; its code is, as libraries. This class does what the packaged start
 * script does. The same source serves Elasticsearch 7.10, where every name begins with {@code org.elasticsearch}.
 */
public final class SearchNode extends Node {
  private SearchNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
    super(environment, plugins, true);
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    List<Class<? extends Plugin>> plugins = new ArrayList<>();
    for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
      plugins.add(Class.forName(name).asSubclass(Plugin.class));
    }
    Settings settings = Settings.builder().put("path.home", home).build();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "local");
    SearchNode node = new SearchNode(environment, plugins);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    node.start();
    if (Boolean.getBoolean("rehearsal")) {
      System.exit(0);
    }
    Thread.currentThread().join();
  }

  private static void close(SearchNode node) {
    try {
      node.close();
    } catch (Exception failure) {
      failure.printStackTrace();
    }
  }
}
