{{/* What the operator may do: files/role.yaml, and what builds and the watch of Secrets take besides. */}}
{{- define "agentrunner-operator.rules" -}}
{{ (.Files.Get "files/role.yaml" | fromYaml).rules | toYaml }}
{{- if .Values.policy.allowBuilds }}
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
{{- end }}
{{- if .Values.watchSecrets }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [list, watch]
{{- end }}
{{- end -}}
