{{- define "belfry.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "belfry.selector" -}}
app.kubernetes.io/name: belfry
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "belfry.postgresSelector" -}}
app.kubernetes.io/name: belfry
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: postgres
{{- end -}}

{{- define "belfry.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "belfry.secret" -}}
{{- .Values.existingSecret | default (include "belfry.name" .) -}}
{{- end -}}

{{- /* Of a secret's key: what the cluster has, so that an upgrade changes nothing, or something new. */ -}}
{{- define "belfry.kept" -}}
{{- $kept := lookup "v1" "Secret" .root.Release.Namespace (include "belfry.name" .root) -}}
{{- if and $kept (hasKey $kept.data .key) -}}
{{- index $kept.data .key -}}
{{- else -}}
{{- randAlphaNum 48 | b64enc -}}
{{- end -}}
{{- end -}}

{{- define "belfry.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}
