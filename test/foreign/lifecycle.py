"""The whole life of a tuned model with boto3 alone, from the first bucket to the last deletion.

usage: AWS_ENDPOINT_URL=http://127.0.0.1:4566 python3 lifecycle.py <folder>

<folder> holds one folder of PNG pages for each class; the first page of each class is held out. Nothing of novatune is used: what works here
works with AWS's own client for Python. Prints one line of JSON for each chapter to standard output, and ends with 1 at the first surprise.
"""

import json
import pathlib
import sys
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "us-east-1"
BASE = "amazon.nova-lite-v1:0:300k"
PROFILE = "us.amazon.nova-lite-v1:0"
NAME = "post-office"
BUCKET = "post-office-scans"
BATCH_RECORDS = 100
POLL_SECONDS = 0.2
PATIENCE_SECONDS = 300

SESSION = boto3.session.Session(
    aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION
)


def client(service):
    style = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1})
    return SESSION.client(service, config=style)


class Office:
    """Clients, and what the chapters learn on the way."""

    def __init__(self, folder):
        self.s3 = client("s3")
        self.iam = client("iam")
        self.sts = client("sts")
        self.bedrock = client("bedrock")
        self.runtime = client("bedrock-runtime")
        self.cloudwatch = client("cloudwatch")
        self.events = client("events")
        self.sns = client("sns")
        self.scheduler = client("scheduler")
        self.classes = sorted(path.name for path in folder.iterdir() if path.is_dir())
        pages = {name: sorted((folder / name).glob("*.png")) for name in self.classes}
        self.held_out = [(name, pages[name][0]) for name in self.classes]
        self.training = [(name, page) for name in self.classes for page in pages[name][1:]]
        self.account = self.sts.get_caller_identity()["Account"]
        self.task = "Which type of document is this? Choose one of: " + ", ".join(self.classes) + "."

    def question(self, image):
        content = [{"image": {"format": "png", "source": {"bytes": image}}}, {"text": self.task}]
        return [{"role": "user", "content": content}]


def report(chapter, **facts):
    print(json.dumps({"chapter": chapter, **facts}), flush=True)


def wait_until(look, reached, what):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if reached(found):
            return found
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"{what} did not come to its end in {PATIENCE_SECONDS} seconds")


def expect_refusal(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]["Code"]
        if found != code:
            raise AssertionError(f"expected {code}, got {found}: {error}") from error
        return
    raise AssertionError(f"expected {code}, got an answer")


def answer_of(name):
    return json.dumps({"kind": name})


def bring_data(office):
    office.s3.create_bucket(Bucket=BUCKET)
    lines = []
    for name, page in office.training:
        key = f"scans/{name}/{page.name}"
        office.s3.upload_file(str(page), BUCKET, key)
        location = {"uri": f"s3://{BUCKET}/{key}", "bucketOwner": office.account}
        image = {"image": {"format": "png", "source": {"s3Location": location}}}
        lines.append(
            {
                "schemaVersion": "bedrock-conversation-2024",
                "system": [{"text": "You sort the post."}],
                "messages": [
                    {"role": "user", "content": [image, {"text": office.task}]},
                    {"role": "assistant", "content": [{"text": answer_of(name)}]},
                ],
            }
        )
    body = "".join(json.dumps(line) + "\n" for line in lines)
    office.s3.put_object(Bucket=BUCKET, Key="train.jsonl", Body=body.encode())
    found = sum(
        page.get("KeyCount", 0)
        for page in office.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    )
    report("data", rows=len(lines), objects=found)


def make_role(office):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": ["bedrock.amazonaws.com", "scheduler.amazonaws.com"]},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": office.account}},
            }
        ],
    }
    rights = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
                "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
            },
            {"Effect": "Allow", "Action": "bedrock:DeleteProvisionedModelThroughput", "Resource": "*"},
            {"Effect": "Allow", "Action": "bedrock:InvokeModel*", "Resource": "*"},
        ],
    }
    made = office.iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(trust))
    office.iam.put_role_policy(RoleName=NAME, PolicyName="post", PolicyDocument=json.dumps(rights))
    office.iam.get_waiter("role_exists").wait(RoleName=NAME)
    office.role = made["Role"]["Arn"]
    report("role", arn=office.role)


def train(office):
    request = {
        "jobName": NAME,
        "customModelName": NAME,
        "roleArn": office.role,
        "baseModelIdentifier": BASE,
        "customizationType": "FINE_TUNING",
        "trainingDataConfig": {"s3Uri": f"s3://{BUCKET}/train.jsonl"},
        "outputDataConfig": {"s3Uri": f"s3://{BUCKET}/results/"},
        "hyperParameters": {"epochCount": "3", "learningRate": "0.0001", "learningRateWarmupSteps": "0"},
        "jobTags": [{"key": "desk", "value": "1"}],
    }

    def create():
        # A new role is not assumed at once.
        try:
            return office.bedrock.create_model_customization_job(**request)["jobArn"]
        except ClientError as error:
            if "role" not in str(error).lower():
                raise
            return None

    arn = wait_until(create, lambda found: found is not None, "the submission")
    job = wait_until(
        lambda: office.bedrock.get_model_customization_job(jobIdentifier=arn),
        lambda found: found["status"] in ("Completed", "Failed", "Stopped"),
        "the job",
    )
    assert job["status"] == "Completed", job.get("failureMessage")
    office.model = job["outputModelArn"]
    listed = office.bedrock.list_model_customization_jobs(statusEquals="Completed", nameContains=NAME)
    assert [item["jobArn"] for item in listed["modelCustomizationJobSummaries"]] == [arn]
    model = office.bedrock.get_custom_model(modelIdentifier=NAME)
    assert model["modelArn"] == office.model and model["jobArn"] == arn
    prefix = f"results/model-customization-job-{arn.rsplit('/', 1)[1]}/"
    keys = [item["Key"] for item in office.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]]
    [metrics] = [key for key in keys if key.endswith("step_wise_training_metrics.csv")]
    header, *rows = office.s3.get_object(Bucket=BUCKET, Key=metrics)["Body"].read().decode().split()
    assert header == "step_number,epoch_number,training_loss", header
    report("job", status=job["status"], steps=len(rows), loss=job["trainingMetrics"]["trainingLoss"])


def serve(office):
    made = office.bedrock.create_custom_model_deployment(modelDeploymentName=NAME, modelArn=office.model)
    office.deployment = made["customModelDeploymentArn"]
    bought = office.bedrock.create_provisioned_model_throughput(
        provisionedModelName=NAME, modelId=office.model, modelUnits=1
    )
    office.throughput = bought["provisionedModelArn"]
    wait_until(
        lambda: office.bedrock.get_custom_model_deployment(customModelDeploymentIdentifier=office.deployment),
        lambda found: found["status"] == "Active",
        "the deployment",
    )
    wait_until(
        lambda: office.bedrock.get_provisioned_model_throughput(provisionedModelId=office.throughput),
        lambda found: found["status"] == "InService",
        "the throughput",
    )
    report("endpoints", deployment=office.deployment, throughput=office.throughput)


def converse(office, model, image):
    answer = office.runtime.converse(
        modelId=model,
        system=[{"text": "You sort the post."}],
        messages=office.question(image),
        inferenceConfig={"maxTokens": 60, "temperature": 0.0},
        additionalModelRequestFields={"inferenceConfig": {"topK": 1}},
    )
    assert answer["stopReason"] == "end_turn", answer
    return answer["output"]["message"]["content"][0]["text"]


def ask(office):
    right = {"base": 0, "tuned": 0}
    for name, page in office.held_out:
        image = page.read_bytes()
        tuned = converse(office, office.deployment, image)
        assert tuned == converse(office, office.throughput, image)
        right["tuned"] += tuned == answer_of(name)
        right["base"] += converse(office, PROFILE, image) == answer_of(name)
    image = office.held_out[0][1].read_bytes()
    whole = converse(office, office.throughput, image)
    stream = office.runtime.converse_stream(
        modelId=office.throughput, system=[{"text": "You sort the post."}], messages=office.question(image)
    )["stream"]
    parts = [event["contentBlockDelta"]["delta"]["text"] for event in stream if "contentBlockDelta" in event]
    assert "".join(parts) == whole, parts
    counted = office.runtime.count_tokens(
        modelId=office.throughput, input={"converse": {"messages": office.question(image)}}
    )
    body = {"schemaVersion": "messages-v1", "messages": [{"role": "user", "content": [{"text": office.task}]}]}
    invoked = office.runtime.invoke_model(modelId=office.deployment, body=json.dumps(body))
    assert json.loads(invoked["body"].read())["output"]["message"]["role"] == "assistant"
    report("answers", asked=len(office.held_out), right=right, tokens=counted["inputTokens"])


def ask_in_batch(office):
    body = {"schemaVersion": "messages-v1", "messages": [{"role": "user", "content": [{"text": office.task}]}]}
    records = [{"recordId": f"letter-{index:04}", "modelInput": body} for index in range(BATCH_RECORDS)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    office.s3.put_object(Bucket=BUCKET, Key="batch/records.jsonl", Body=lines.encode())
    arn = office.bedrock.create_model_invocation_job(
        jobName=NAME,
        roleArn=office.role,
        modelId=PROFILE,
        inputDataConfig={"s3InputDataConfig": {"s3Uri": f"s3://{BUCKET}/batch/records.jsonl"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": f"s3://{BUCKET}/batch-answers/"}},
    )["jobArn"]
    wait_until(
        lambda: office.bedrock.get_model_invocation_job(jobIdentifier=arn),
        lambda found: found["status"] not in ("Submitted", "Validating", "Scheduled", "InProgress"),
        "the batch",
    )
    listed = office.s3.list_objects_v2(Bucket=BUCKET, Prefix="batch-answers/")["Contents"]
    [key] = [item["Key"] for item in listed if item["Key"].endswith("records.jsonl.out")]
    answers = office.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode().splitlines()
    assert len({json.loads(line)["recordId"] for line in answers}) == BATCH_RECORDS
    report("batch", records=len(answers))


def watch(office):
    topic = office.sns.create_topic(Name=NAME)["TopicArn"]
    dimensions = [{"Name": "ModelId", "Value": office.throughput}]
    office.cloudwatch.put_metric_alarm(
        AlarmName=NAME,
        Namespace="AWS/Bedrock",
        MetricName="InvocationClientErrors",
        Dimensions=dimensions,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[topic],
    )
    [alarm] = office.cloudwatch.describe_alarms(AlarmNames=[NAME])["MetricAlarms"]
    now = datetime.now(timezone.utc)
    series = office.cloudwatch.get_metric_statistics(
        Namespace="AWS/Bedrock",
        MetricName="Invocations",
        Dimensions=dimensions,
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=2),
        Period=60,
        Statistics=["Sum"],
    )["Datapoints"]
    pattern = {"source": ["aws.bedrock"], "detail-type": ["Model Customization Job State Change"]}
    office.events.put_rule(Name=NAME, EventPattern=json.dumps(pattern))
    office.events.put_targets(Rule=NAME, Targets=[{"Id": "desk", "Arn": topic}])
    office.topic = topic
    report("watch", alarm=alarm["StateValue"], invocations=sum(point["Sum"] for point in series))


def end_by_schedule(office):
    due = datetime.now(timezone.utc) + timedelta(seconds=2)
    office.scheduler.create_schedule(
        Name=NAME,
        ScheduleExpression=due.strftime("at(%Y-%m-%dT%H:%M:%S)"),
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput",
            "RoleArn": office.role,
            "Input": json.dumps({"ProvisionedModelId": office.throughput}),
        },
    )

    def left():
        return office.bedrock.list_provisioned_model_throughputs()["provisionedModelSummaries"]

    wait_until(left, lambda found: found == [], "the scheduled deletion")
    expect_refusal(
        "ResourceNotFoundException",
        office.bedrock.get_provisioned_model_throughput,
        provisionedModelId=office.throughput,
    )
    report("schedule", throughputs=0)


def delete_all(office):
    expect_refusal("ConflictException", office.bedrock.delete_custom_model, modelIdentifier=office.model)
    office.bedrock.delete_custom_model_deployment(customModelDeploymentIdentifier=office.deployment)
    office.bedrock.delete_custom_model(modelIdentifier=office.model)
    office.events.remove_targets(Rule=NAME, Ids=["desk"])
    office.events.delete_rule(Name=NAME)
    office.cloudwatch.delete_alarms(AlarmNames=[NAME])
    office.sns.delete_topic(TopicArn=office.topic)
    expect_refusal("DeleteConflict", office.iam.delete_role, RoleName=NAME)
    office.iam.delete_role_policy(RoleName=NAME, PolicyName="post")
    office.iam.delete_role(RoleName=NAME)
    expect_refusal("BucketNotEmpty", office.s3.delete_bucket, Bucket=BUCKET)
    for page in office.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        keys = [{"Key": item["Key"]} for item in page.get("Contents", [])]
        office.s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})
    office.s3.delete_bucket(Bucket=BUCKET)
    left = {
        "buckets": len(office.s3.list_buckets()["Buckets"]),
        "models": len(office.bedrock.list_custom_models()["modelSummaries"]),
        "deployments": len(office.bedrock.list_custom_model_deployments()["modelDeploymentSummaries"]),
        "throughputs": len(office.bedrock.list_provisioned_model_throughputs()["provisionedModelSummaries"]),
        "alarms": len(office.cloudwatch.describe_alarms()["MetricAlarms"]),
        "rules": len(office.events.list_rules()["Rules"]),
        "schedules": len(office.scheduler.list_schedules()["Schedules"]),
        "roles": len(office.iam.list_roles()["Roles"]),
    }
    assert not any(left.values()), left
    report("deleted", left=left)


def main():
    office = Office(pathlib.Path(sys.argv[1]))
    for chapter in (bring_data, make_role, train, serve, ask, ask_in_batch, watch, end_by_schedule, delete_all):
        chapter(office)


main()
