{{- define "agentrunner-operator.args" -}}
{{- $nodeSelector := list -}}
{{- range $label, $value := .Values.builds.nodeSelector -}}
{{- $nodeSelector = append $nodeSelector (printf "%s=%s" $label $value) -}}
{{- end -}}
{{- $maxResources := list -}}
{{- range $resource, $most := .Values.builds.maxResources -}}
{{- $maxResources = append $maxResources (printf "%s=%v" $resource $most) -}}
{{- end -}}
{{- $flags := dict
      "workers" .Values.workers
      "client-qps" .Values.client.qps
      "client-burst" .Values.client.burst
      "watch-silence" .Values.watchSilence
      "http-address" .Values.http.address
      "port" .Values.http.port
      "log-format" .Values.log.format
      "log-level" .Values.log.level
      "builds-image" .Values.builds.image
      "builds-max-concurrent" .Values.builds.maxConcurrent
      "builds-max-concurrent-per-namespace" .Values.builds.maxConcurrentPerNamespace
      "builds-scheduling-timeout" .Values.builds.schedulingTimeout
      "builds-max-timeout" .Values.builds.maxTimeout
      "builds-max-resources" (join "," $maxResources)
      "builds-security-profile" .Values.builds.securityProfile
      "builds-seccomp-profile" .Values.builds.seccompProfile
      "builds-apparmor-profile" .Values.builds.apparmorProfile
      "builds-node-selector" (join "," $nodeSelector)
      "builds-tolerations" (join "," .Values.builds.tolerations)
      "builds-pull-secrets" (join "," .Values.builds.pullSecrets)
      "builds-cache-size" .Values.builds.cacheSize
      "builds-registries" (empty .Values.builds.registries | ternary "" (toJson .Values.builds.registries))
      "builds-local-registry-push-host" .Values.builds.localRegistry.pushHost
      "namespaces" (join "," .Values.namespaces) -}}
{{- if .Values.leaderElection.enabled -}}
{{- $flags = merge $flags (dict
      "leader-election" true
      "lease-name" (include "agentrunner-operator.name" .)
      "lease-namespace" .Release.Namespace
      "lease-duration" .Values.leaderElection.leaseDuration
      "renew-deadline" .Values.leaderElection.renewDeadline
      "retry-period" .Values.leaderElection.retryPeriod) -}}
{{- end -}}
{{- if .Values.watchSecrets -}}
{{- $_ := set $flags "watch-secrets" true -}}
{{- end -}}
{{- range $setting, $value := .Values.policy -}}
{{- if $value -}}
{{- $_ := set $flags (printf "policy-%s" (kebabcase $setting)) (kindIs "slice" $value | ternary (join "," $value) $value) -}}
{{- end -}}
{{- end -}}
{{- range $flag, $value := $flags -}}
{{- $text := $value | toString -}}
{{- if kindIs "float64" $value -}}
{{- $text = $value | int64 | toString -}}
{{- end -}}
{{- if ne $text "" }}
- {{ printf "--%s=%s" $flag $text | quote }}
{{- end -}}
{{- end -}}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end -}}
{{- end -}}
