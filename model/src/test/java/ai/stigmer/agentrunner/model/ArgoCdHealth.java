package ai.stigmer.agentrunner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * What Argo CD shows, by the shipped script in a real Lua interpreter that has the libraries which Argo CD opens to such
 * scripts, and no others.
 *
 * @param status Healthy, Progressing, Suspended or Degraded
 */
record ArgoCdHealth(String status, String message) {
    private static final Path PATCH = Path.of("../manifests/argocd/argocd-cm.yaml");
    private static final String KEY = "resource.customizations.health.stigmer.ai_AgentRunner";

    static ArgoCdHealth of(JsonNode runner) {
        var lua = new Globals();
        lua.load(new BaseLib());
        lua.load(new PackageLib());
        lua.load(new TableLib());
        LoadState.install(lua);
        LuaC.install(lua);
        lua.set("obj", value(runner));
        var health = lua.load(script()).call().checktable();
        return new ArgoCdHealth(
                health.get("status").checkjstring(), health.get("message").checkjstring());
    }

    private static String script() {
        return Yaml.read(PATCH).path("data").path(KEY).asText();
    }

    private static LuaValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var table = new LuaTable();
                node.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
                yield table;
            }
            case ARRAY -> {
                var table = new LuaTable();
                node.forEach(element -> table.set(table.length() + 1, value(element)));
                yield table;
            }
            case NUMBER -> LuaValue.valueOf(node.asDouble());
            case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
            case STRING -> LuaValue.valueOf(node.asText());
            default -> LuaValue.NIL;
        };
    }
}
