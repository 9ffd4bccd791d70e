package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{replicas: 3}                                          | 'replicas' not allowed",
        "{api: {replica: 3}}                                    | 'replica' not allowed",
        "{pools: {default: {concurency: 3}}}                    | 'concurency' not allowed",
        "{worker: {autoscaling: {kind: vpa}}}                   | '/worker/autoscaling/kind'",
        "{worker: {concurrency: 0}}                             | '/worker/concurrency': minimum",
        "{worker: {drainSeconds: 30s}}                          | '/worker/drainSeconds': got"
            + " string",
        "{api: {replicas: 0}}                                   | '/api/replicas': minimum",
        "{api: {image: {tag: latest}}}                          | '/api/image/tag'",
        "{broker: kafka}                                        | '/broker'",
        "{database: {host: ''}}                                 | '/database/host'",
        "{database: {tls: {mode: full}}}                        | '/database/tls/mode'",
        "{lanes: {GPT: {models: [x]}}}                          | 'GPT' does not match pattern",
        "{lanes: {gpt: {provider: openai}}}                     | '/lanes/gpt': missing property"
            + " 'models'",
        "{lanes: {gpt: {models: ['a,b']}}}                      | '/lanes/gpt/models/0'",
        "{currency: euro}                                       | '/currency'",
        "{prices: {gpt: {models: ['gpt-*'], input: 1}}}         | missing property 'output'",
        "{prices: {gpt: {models: ['*'], input: -1, output: 1}}} | '/prices/gpt/input': minimum",
        "{prices: {gpt: {models: ['*'], input: 1, output: '-1'}}} | '/prices/gpt/output'",
        "{providers: {vllm: {baseUrl: vllm:8000}}}              | '/providers/vllm/baseUrl'",
        "{providers: {vllm: {}}}                                | missing property 'baseUrl'",
        "{api: {settings: {errand.api.job.max-attempts: 3}}}    |"
            + " '/api/settings/errand.api.job.max-attempts'",
        "{api: {settings: {max-attempts: '3'}}}                 | 'max-attempts' does not match"
            + " pattern",
        "{api: {ingress: {enabled: true}}}                      | '/api/ingress/hosts': minItems",
        "{api: {httpRoute: {enabled: true}}}                    | '/api/httpRoute/parentRefs':"
            + " minItems",
        "{pools: {a-name-that-is-too-long-for-it: {}}}          | maxLength: got 30, want 24",
        "{lanes: {default: null}}                               | lanes.default cannot be removed",
        "{lanes: {gpt: {models: [gpt-*], pool: gpu}}}           | lanes.gpt.pool is gpu, but"
            + " pools.gpu does not exist",
        "{lanes: {gpt: {models: [gpt-*], provider: vllm}}}      | lanes.gpt.provider is vllm, but"
            + " providers.vllm does not exist",
        "{lanes: {gpt: {models: ['*']}}}                        | lanes.default and lanes.gpt both"
            + " match the models *",
        "{pools: {gpu: {}}}                                     | pools.gpu has no lane",
        "{pools: {default: null}}                               | pools must have at least one"
            + " pool",
        "{worker: {autoscaling: {kind: hpa, minReplicas: 0}}}   | autoscaling.minReplicas 0, which"
            + " an HPA does not support",
        "{worker: {autoscaling: {kind: keda, minReplicas: 11}}} | minReplicas 11, more than"
            + " maxReplicas 10",
        "{worker: {autoscaling: {kind: hpa, cpuUtilization: 0}}} | neither cpuUtilization nor"
            + " busySlots",
        "{broker: postgres, worker: {autoscaling: {kind: keda, triggers: [rabbitmq]}}} | has the"
            + " trigger rabbitmq, but the broker is postgres",
        "{database: {auth: {existingSecret: ''}}}               | database.auth needs"
            + " existingSecret, or username and password",
        "{rabbitmq: {auth: {existingSecret: ''}}}               | rabbitmq.auth needs"
            + " existingSecret, or username and password",
        "{api: {autoscaling: {enabled: true, minReplicas: 9}}}  | api.autoscaling.minReplicas is"
            + " more than maxReplicas",
        "{access: {mode: open}}                                 | 'mode' not allowed",
        "{access: {bootstrapKey: {key: 'a/b'}}}                 | '/access/bootstrapKey/key'",
        "{files: {store: s3}}                                   | files.store is s3, but"
            + " files.s3.bucket is empty",
        "{files: {s3: {endpoint: 'https://key:secret@host'}}}   | '/files/s3/endpoint'",
        "{files: {store: gcs}}                                  | '/files/store'",
        "{serviceAccount: {create: false}}                      | serviceAccount.name must be given"
      })
  void aMistakeIsRejectedAndNamed(String values, String message) {
    Exception refusal = assertThrows(IllegalStateException.class, () -> Chart.render(values));

    assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
  }
}
