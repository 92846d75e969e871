#!/usr/bin/env bash
# The whole life of a tuned model with the AWS CLI alone.
#
# usage: AWS_ENDPOINT_URL=http://127.0.0.1:4566 bash lifecycle.sh [aws]
#
# The argument is the AWS CLI to use. Nothing of novatune is used. Prints one line for each chapter and ends at the first surprise.
set -euo pipefail

AWS=${1:-aws}
export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_PAGER='' AWS_MAX_ATTEMPTS=1
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
NAME=sorting-room
BUCKET=sorting-room-letters
BASE=amazon.nova-lite-v1:0:300k
PROFILE=us.amazon.nova-lite-v1:0
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

text() { "$AWS" "$@" --output text; }

# wait_for <wanted> <command …>: looks until the command prints the wanted word.
wait_for() {
  local wanted=$1 found='' look
  shift
  for look in $(seq 120); do
    found=$(text "$@")
    [ "$found" = "$wanted" ] && return
    case $found in Failed | Stopped) break ;; esac
    sleep 0.3
  done
  echo "expected $wanted after $look looks, got $found: $*" >&2
  return 1
}

# refused <code> <command …>: the command has to fail with the code.
refused() {
  local code=$1
  shift
  if "$AWS" "$@" >"$WORK/out" 2>"$WORK/err"; then
    echo "expected $code, got an answer: $*" >&2
    return 1
  fi
  grep -q "($code)" "$WORK/err" || { cat "$WORK/err" >&2; return 1; }
}

record() {
  local messages="\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Which class: $1?\"}]},{\"role\":\"assistant\",\"content\":[{\"text\":\"$2\"}]}]"
  printf '{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"You sort letters."}],%s}\n' "$messages"
}
for _ in 1 2 3 4 5 6; do
  record 'amount due, net 30 days' invoice
  record 'dear sir, yours sincerely' letter
done >"$WORK/train.jsonl"
"$AWS" s3 mb "s3://$BUCKET" >"$WORK/out"
"$AWS" s3 cp "$WORK/train.jsonl" "s3://$BUCKET/train.jsonl" --only-show-errors
echo "data: $(wc -l <"$WORK/train.jsonl") rows"

ACCOUNT=$(text sts get-caller-identity --query Account)
cat >"$WORK/trust.json" <<END
{"Version": "2012-10-17", "Statement": [{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": {"Service": ["bedrock.amazonaws.com", "scheduler.amazonaws.com"]},
  "Condition": {"StringEquals": {"aws:SourceAccount": "$ACCOUNT"}}}]}
END
cat >"$WORK/rights.json" <<END
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
   "Resource": ["arn:aws:s3:::$BUCKET", "arn:aws:s3:::$BUCKET/*"]},
  {"Effect": "Allow", "Action": "bedrock:DeleteProvisionedModelThroughput", "Resource": "*"}]}
END
ROLE=$(text iam create-role --role-name $NAME --assume-role-policy-document "file://$WORK/trust.json" --query Role.Arn)
"$AWS" iam put-role-policy --role-name $NAME --policy-name data --policy-document "file://$WORK/rights.json"
echo "role: $ROLE"

JOB=''
for _ in $(seq 20); do
  # A new role is not assumed at once.
  JOB=$(text bedrock create-model-customization-job --job-name $NAME --custom-model-name $NAME --role-arn "$ROLE" \
    --base-model-identifier $BASE --customization-type FINE_TUNING --training-data-config "s3Uri=s3://$BUCKET/train.jsonl" \
    --output-data-config "s3Uri=s3://$BUCKET/results/" \
    --hyper-parameters epochCount=2,learningRate=0.0001,learningRateWarmupSteps=0 --query jobArn 2>"$WORK/err") && break
  grep -qi role "$WORK/err" || { cat "$WORK/err" >&2; exit 1; }
  sleep 0.3
done
wait_for Completed bedrock get-model-customization-job --job-identifier "$JOB" --query status
MODEL=$(text bedrock get-model-customization-job --job-identifier "$JOB" --query outputModelArn)
METRICS=$("$AWS" s3 ls --recursive "s3://$BUCKET/results/" | grep -o 'results/.*step_wise_training_metrics.csv')
"$AWS" s3 cp "s3://$BUCKET/$METRICS" "$WORK/metrics.csv" --only-show-errors
[ "$(head -n 1 "$WORK/metrics.csv" | tr -d '\r')" = step_number,epoch_number,training_loss ]
echo "job: $(($(wc -l <"$WORK/metrics.csv") - 1)) steps"

DEPLOYMENT=$(text bedrock create-custom-model-deployment --model-deployment-name $NAME --model-arn "$MODEL" --query customModelDeploymentArn)
THROUGHPUT=$(text bedrock create-provisioned-model-throughput --provisioned-model-name $NAME --model-id "$MODEL" --model-units 1 --query provisionedModelArn)
wait_for Active bedrock get-custom-model-deployment --custom-model-deployment-identifier "$DEPLOYMENT" --query status
wait_for InService bedrock get-provisioned-model-throughput --provisioned-model-id "$THROUGHPUT" --query status
echo "endpoints: $DEPLOYMENT $THROUGHPUT"

QUESTION='[{"role":"user","content":[{"text":"Which class: amount due, net 30 days?"}]}]'
ask() { text bedrock-runtime converse --model-id "$1" --messages "$QUESTION" --system '[{"text":"You sort letters."}]' --query 'output.message.content[0].text'; }
TUNED=$(ask "$DEPLOYMENT")
[ "$TUNED" = "$(ask "$THROUGHPUT")" ]
printf '{"schemaVersion":"messages-v1","messages":%s}' "$QUESTION" >"$WORK/question.json"
"$AWS" bedrock-runtime invoke-model --model-id "$PROFILE" --body "fileb://$WORK/question.json" "$WORK/answer.json" >"$WORK/out"
grep -q '"output"' "$WORK/answer.json"
echo "answers: $TUNED"

for index in $(seq -w 100); do
  printf '{"recordId":"letter-%s","modelInput":{"schemaVersion":"messages-v1","messages":%s}}\n' "$index" "$QUESTION"
done >"$WORK/records.jsonl"
"$AWS" s3 cp "$WORK/records.jsonl" "s3://$BUCKET/batch/records.jsonl" --only-show-errors
BATCH=$(text bedrock create-model-invocation-job --job-name $NAME --role-arn "$ROLE" --model-id $PROFILE \
  --input-data-config "s3InputDataConfig={s3Uri=s3://$BUCKET/batch/records.jsonl}" \
  --output-data-config "s3OutputDataConfig={s3Uri=s3://$BUCKET/batch-answers/}" --query jobArn)
wait_for Completed bedrock get-model-invocation-job --job-identifier "$BATCH" --query status
"$AWS" s3 cp --recursive "s3://$BUCKET/batch-answers/" "$WORK/batch" --only-show-errors
echo "batch: $(cat "$WORK"/batch/*/records.jsonl.out | wc -l) records"

TOPIC=$(text sns create-topic --name $NAME --query TopicArn)
"$AWS" cloudwatch put-metric-alarm --alarm-name $NAME --namespace AWS/Bedrock --metric-name Invocations --statistic Sum --period 60 \
  --evaluation-periods 1 --threshold 1000 --comparison-operator GreaterThanThreshold --dimensions "Name=ModelId,Value=$THROUGHPUT" \
  --alarm-actions "$TOPIC"
"$AWS" events put-rule --name $NAME --event-pattern '{"source":["aws.bedrock"]}' >"$WORK/out"
"$AWS" events put-targets --rule $NAME --targets "Id=desk,Arn=$TOPIC" >"$WORK/out"
echo "watch: $(text cloudwatch describe-alarms --alarm-names $NAME --query 'MetricAlarms[0].AlarmName')"

DUE=$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%S 2>"$WORK/err" || date -u -v+2S +%Y-%m-%dT%H:%M:%S)
cat >"$WORK/target.json" <<END
{"Arn": "arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput", "RoleArn": "$ROLE",
 "Input": "{\"ProvisionedModelId\": \"$THROUGHPUT\"}"}
END
"$AWS" scheduler create-schedule --name $NAME --schedule-expression "at($DUE)" --flexible-time-window Mode=OFF \
  --action-after-completion DELETE --target "file://$WORK/target.json" >"$WORK/out"
wait_for 0 bedrock list-provisioned-model-throughputs --query 'length(provisionedModelSummaries)'
echo 'schedule: the throughput is gone'

refused ConflictException bedrock delete-custom-model --model-identifier "$MODEL"
"$AWS" bedrock delete-custom-model-deployment --custom-model-deployment-identifier "$DEPLOYMENT"
"$AWS" bedrock delete-custom-model --model-identifier "$MODEL"
"$AWS" events remove-targets --rule $NAME --ids desk >"$WORK/out"
"$AWS" events delete-rule --name $NAME
"$AWS" cloudwatch delete-alarms --alarm-names $NAME
"$AWS" sns delete-topic --topic-arn "$TOPIC"
refused DeleteConflict iam delete-role --role-name $NAME
"$AWS" iam delete-role-policy --role-name $NAME --policy-name data
"$AWS" iam delete-role --role-name $NAME
"$AWS" s3 rb --force "s3://$BUCKET" >"$WORK/out"
LEFT="$(text s3api list-buckets --query 'length(Buckets)') $(text bedrock list-custom-models --query 'length(modelSummaries)')"
LEFT="$LEFT $(text bedrock list-custom-model-deployments --query 'length(modelDeploymentSummaries)') $(text iam list-roles --query 'length(Roles)')"
[ "$LEFT" = '0 0 0 0' ] || { echo "expected nothing left, got $LEFT" >&2; exit 1; }
echo 'deleted: nothing is left'
