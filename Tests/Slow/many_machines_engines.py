#!/usr/bin/env python3
"""Stands in for `kubectl` and `aws batch`: validates what it is given, then does the tasks here, one by one.

Jobs are validated by the schemas that PyPI's kubernetes-validate and botocore carry. Called as the program that it
stands in for; the variable ENGINE_STATE names the folder in which it keeps what it was told.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

STATE = Path(os.environ.get("ENGINE_STATE", "."))
KUBERNETES_VERSIONS = ("1.30", "1.33")


# Kubernetes


def kubernetes_faults(document):
    """What a manifest has that the schemas do not allow, in words."""
    import kubernetes_validate
    found = []
    for version in KUBERNETES_VERSIONS:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            found.append(f"{version}: {'.'.join(map(str, error.path))}: {error.message}")
    return found


def do_job(job):
    """Runs a Job's container once for each index, as Kubernetes would; its output, or None after a failure."""
    spec = job["spec"]
    container = spec["template"]["spec"]["containers"][0]
    values = {}
    for source in container.get("envFrom", []):
        values |= json.loads((STATE / f"configmap-{source['configMapRef']['name']}").read_text())
    command = [re.sub(r"\$\((\w+)\)", lambda match: values[match[1]], word) for word in container["command"] + container["args"]]
    output = b""
    for index in range(spec.get("completions", 1)):
        own = {"JOB_COMPLETION_INDEX": str(index)} if spec.get("completionMode") == "Indexed" else {}
        done = subprocess.run(command, env=os.environ | values | own, stdout=subprocess.PIPE)
        if done.returncode != 0:
            return None
        output += done.stdout
    return output


def kubectl(words):
    import yaml
    if words[:2] == ["create", "configmap"]:
        data = dict(word.removeprefix("--from-literal=").split("=", 1) for word in words if word.startswith("--from-literal="))
        print(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": words[2]}, "data": data}))
    elif words[0] == "apply":
        file = words[words.index("-f") + 1]
        for document in yaml.safe_load_all(sys.stdin if file == "-" else open(file)):
            faults = kubernetes_faults(document)
            if faults:
                sys.exit("invalid: " + "; ".join(faults))
            name = document["metadata"]["name"]
            if document["kind"] == "ConfigMap":
                (STATE / f"configmap-{name}").write_text(json.dumps(document["data"]))
            elif document["kind"] == "Job":
                output = do_job(document)
                (STATE / f"job-{name}").write_bytes(output or b"")
                (STATE / f"state-{name}").write_text("Failed" if output is None else "Complete")
    elif words[:2] == ["get", "job"]:
        print((STATE / f"state-{words[2]}").read_text())
    elif words[0] == "logs":
        sys.stdout.write((STATE / words[1].replace("/", "-")).read_text())
    elif words[0] != "delete":
        sys.exit(f"unknown: kubectl {' '.join(words)}")


# AWS Batch


def batch_faults(operation, request):
    """What a request of AWS Batch has that botocore's model of it does not allow, in words."""
    import botocore.session
    from botocore.validate import ParamValidator
    shape = botocore.session.get_session().get_service_model("batch").operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape)
    return ([report.generate_report()] if report.has_errors() else []) + _unknown(request, shape, operation)


def _unknown(value, shape, place):
    """Members that the model does not know, which the validator passes over."""
    if shape.type_name == "structure":
        found = [f"{place}.{name} is unknown" for name in value if name not in shape.members]
        return found + [f for name, inner in value.items() if name in shape.members
                        for f in _unknown(inner, shape.members[name], f"{place}.{name}")]
    if shape.type_name == "list":
        return [f for inner in value for f in _unknown(inner, shape.member, f"{place}[]")]
    return []


def aws(words):
    if words[:2] != ["batch", "submit-job"]:
        sys.exit(f"unknown: aws {' '.join(words)}")
    request = json.loads(words[words.index("--cli-input-json") + 1])
    faults = batch_faults("SubmitJob", request)
    size = request.get("arrayProperties", {}).get("size")
    if size is not None and not 2 <= size <= 10000:
        faults.append(f"an array of {size}")
    faults += [f"no job {job['jobId']}" for job in request.get("dependsOn", []) if not (STATE / job["jobId"]).exists()]
    definition = STATE / f"definition-{request['jobDefinition']}"
    if not definition.exists():
        faults.append(f"no job definition {request['jobDefinition']}")
    if faults:
        sys.exit("invalid: " + "; ".join(faults))
    definition = json.loads(definition.read_text())
    parameters = definition.get("parameters", {}) | request.get("parameters", {})
    command = [parameters[word[5:]] if word.startswith("Ref::") else word for word in definition["containerProperties"]["command"]]
    for index in range(size or 1):
        own = {"AWS_BATCH_JOB_ARRAY_INDEX": str(index)} if size else {}
        # The image's entry point.
        subprocess.run(["vidproc", *command], env=os.environ | own, stdout=subprocess.DEVNULL, check=True)
    job = f"job-{len(list(STATE.glob('job-*')))}"
    (STATE / job).write_text(request["jobName"])
    print(job)


if __name__ == "__main__":
    {"kubectl": kubectl, "aws": aws}[sys.argv[1]](sys.argv[2:])
