package main

import "strings"

const (
	prefix      = "#/$defs/"
	quantity    = "io.k8s.apimachinery.pkg.api.resource.Quantity"
	inTheSource = "#/definitions/"
)

func reference(definition string) object {
	return object{"$ref": prefix + definition}
}

func strictAll(definitions object) object {
	strict := object{}
	for name, definition := range definitions {
		strict[name] = strictly(definition.(object))
	}
	strict[quantity] = object{"type": []string{"string", "number"}}
	return strict
}

// strictly is a schema of Kubernetes as JSON schema has it, in which an object has no properties but those named.
func strictly(schema object) object {
	strict := object{}
	for keyword, value := range schema {
		switch keyword {
		case "description", "default", "format", "nullable":
		case "$ref":
			strict[keyword] = prefix + strings.TrimPrefix(value.(string), inTheSource)
		case "properties":
			strict[keyword] = strictEach(value.(object))
		case "items", "additionalProperties":
			strict[keyword] = value
			if inner, isSchema := value.(object); isSchema {
				strict[keyword] = strictly(inner)
			}
		default:
			if !strings.HasPrefix(keyword, "x-kubernetes-") {
				strict[keyword] = value
			}
		}
	}
	if schema["format"] == "int-or-string" {
		strict["type"] = []string{"integer", "string"}
	}
	if schema["nullable"] == true {
		strict["type"] = []any{schema["type"], "null"}
	}
	if _, open := schema["additionalProperties"]; !open && schema["properties"] != nil && schema["x-kubernetes-preserve-unknown-fields"] != true {
		strict["additionalProperties"] = false
	}
	return strict
}

func strictEach(properties object) object {
	strict := object{}
	for name, property := range properties {
		strict[name] = strictly(property.(object))
	}
	return strict
}
