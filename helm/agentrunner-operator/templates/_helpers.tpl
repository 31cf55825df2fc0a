{{- define "agentrunner-operator.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "agentrunner-operator.selector" -}}
app.kubernetes.io/name: agentrunner-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "agentrunner-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: stigmer
{{ include "agentrunner-operator.selector" . }}
{{- with .Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "agentrunner-operator.serviceAccount" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "agentrunner-operator.name" . -}}
{{- else -}}
default
{{- end -}}
{{- end -}}

{{- define "agentrunner-operator.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* The namespace in which helm test tries an AgentRunner: one that is watched. */}}
{{- define "agentrunner-operator.testNamespace" -}}
{{- if .Values.namespaces -}}{{ first .Values.namespaces }}{{- else -}}{{ .Release.Namespace }}{{- end -}}
{{- end -}}
