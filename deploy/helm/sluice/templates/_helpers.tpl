{{- define "sluice.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* The Deployments, each with the key of its values. */ -}}
{{- define "sluice.components" -}}
ingest-api: ingestApi
processor: processor
copier: copier
{{- if .Values.catalog.enabled }}
catalog: catalog
{{- end }}
{{- end -}}

{{- /* Labels that select the pods of a component. Arguments: root, name. */ -}}
{{- define "sluice.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- /* All labels of an object. Arguments: root, name. */ -}}
{{- define "sluice.labels" -}}
{{ include "sluice.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "sluice.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "sluice.fullname" .) -}}
{{- end -}}

{{- /* HTTP or HTTPS, for probes and metrics. Arguments: root, name. */ -}}
{{- define "sluice.scheme" -}}
{{- if and (eq .name "ingest-api") .root.Values.ingestApi.tlsSecret }}HTTPS{{ else }}HTTP{{ end -}}
{{- end -}}

{{- /* The settings of a component, by name. Those that the chart sets itself come last. Arguments: root, name, values. */ -}}
{{- define "sluice.settings" -}}
{{- $settings := merge (dict) .values.settings .root.Values.settings -}}
{{- $_ := set $settings "SLUICE_KAFKA_BOOTSTRAP_SERVERS" (required "kafka.bootstrapServers is required" .root.Values.kafka.bootstrapServers) -}}
{{- $_ := set $settings "SLUICE_STORE_URI" (required "store.uri is required" .root.Values.store.uri) -}}
{{- if eq .name "processor" -}}
{{- $_ := set $settings "SLUICE_ROLES" (.root.Values.catalog.enabled | ternary "worker" "worker,catalog") -}}
{{- else if eq .name "catalog" -}}
{{- $_ := set $settings "SLUICE_ROLES" "catalog" -}}
{{- else if and (eq .name "ingest-api") .root.Values.ingestApi.tlsSecret -}}
{{- $_ := set $settings "SLUICE_HTTP_TLS_CERTIFICATE" "/etc/sluice/tls/tls.crt" -}}
{{- $_ := set $settings "SLUICE_HTTP_TLS_KEY" "/etc/sluice/tls/tls.key" -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{- /* A trigger of a ScaledObject. Arguments: root, query, threshold, type. */ -}}
{{- define "sluice.trigger" -}}
- type: prometheus
  metricType: {{ .type }}
  metadata:
    serverAddress: {{ .root.Values.autoscaling.serverAddress | quote }}
    query: {{ .query | quote }}
    threshold: {{ .threshold | quote }}
    # without a result the number of pods stays
    ignoreNullValues: "false"
{{- end -}}

{{- /* The ports of a rule of a NetworkPolicy. */ -}}
{{- define "sluice.ports" -}}
{{- range . }}
- protocol: TCP
  port: {{ . }}
{{- end }}
{{- end -}}
