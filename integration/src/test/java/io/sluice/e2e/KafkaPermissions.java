package io.sluice.e2e;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// The tables of docs/deploy.md about Kafka: the permissions of each service, and the topics with their settings.
///
/// @param permissions the rows of the table of permissions
/// @param topics      the settings of each topic
record KafkaPermissions(List<Permission> permissions, Map<String, Map<String, String>> topics) {

    private static final Path PAGE = Path.of("..", "docs", "deploy.md");

    private static final Pattern PERMISSION = Pattern.compile(
            "(?m)^\\| (all|ingest-api|processor, role worker|processor, role catalog|copier) \\| (topics|topics with the"
                    + " prefix|groups|the cluster) \\| (.*?) ?\\| ([A-Za-z, ]+) \\|$");

    private static final Pattern TOPICS =
            Pattern.compile("(?m)^\\| ((?:`sluice[.-][a-z0-9-]+` ?)+)\\| (`cleanup.*) \\|$");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /// One operation on one resource.
    ///
    /// @param service the first column
    record Permission(String service, ResourcePattern resource, AclOperation operation) {

        /// Whether it is a permission of `user`, which is the name of a program.
        boolean isOf(String user) {
            return service.equals("all") || service.equals(user) || service.startsWith(user + ',');
        }

        AclBinding binding(String user) {
            return new AclBinding(
                    resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
        }

        boolean isForTopic() {
            return resource.resourceType() == ResourceType.TOPIC && resource.patternType() == PatternType.LITERAL;
        }
    }

    static KafkaPermissions read() throws IOException {
        var page = Files.readString(PAGE);
        var permissions = PERMISSION
                .matcher(page)
                .results()
                .flatMap(KafkaPermissions::permissions)
                .distinct()
                .toList();
        var topics = new TreeMap<String, Map<String, String>>();
        TOPICS.matcher(page)
                .results()
                .forEach(row -> quoted(row.group(1)).forEach(topic -> topics.put(topic, settings(row.group(2)))));
        return new KafkaPermissions(permissions, topics);
    }

    private static Stream<Permission> permissions(MatchResult row) {
        var names = row.group(2).equals("the cluster") ? List.of(Resource.CLUSTER_NAME) : quoted(row.group(3));
        var type = switch (row.group(2)) {
            case "groups" -> ResourceType.GROUP;
            case "the cluster" -> ResourceType.CLUSTER;
            default -> ResourceType.TOPIC;
        };
        var pattern = row.group(2).endsWith("prefix") ? PatternType.PREFIXED : PatternType.LITERAL;
        return names.stream()
                .flatMap(name -> Arrays.stream(row.group(4).split(", "))
                        .map(operation -> new Permission(
                                row.group(1), new ResourcePattern(type, name, pattern), operation(operation))));
    }

    private static AclOperation operation(String name) {
        return AclOperation.fromString(
                name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    private static Map<String, String> settings(String cell) {
        return quoted(cell).stream()
                .map(setting -> setting.split("="))
                .collect(toMap(pair -> pair[0], pair -> pair[1]));
    }

    List<Permission> of(String user) {
        return permissions.stream().filter(permission -> permission.isOf(user)).toList();
    }
}
