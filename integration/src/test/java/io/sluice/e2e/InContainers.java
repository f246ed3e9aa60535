package io.sluice.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/// Runs the server of the annotated tests with Kafka and an S3 server in containers; the tests are skipped
/// without a Docker engine.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(InContainers.EngineAnswers.class)
@interface InContainers {

    /// Also prints the reason to the console, because reports of skipped tests are rarely read.
    final class EngineAnswers implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("its class is");
            }
            String reason;
            try {
                if (DockerClientFactory.instance().isDockerAvailable()) {
                    return ConditionEvaluationResult.enabled("a Docker engine answers");
                }
                reason = "no Docker engine answers";
            } catch (RuntimeException e) {
                reason = "the Docker engine cannot be used: " + e.getMessage();
            }
            System.out.println("SKIPPED: " + context.getDisplayName() + ", " + reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
