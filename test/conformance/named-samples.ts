const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::documents/*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const THROUGHPUT = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl';

/**
 * Values that a pattern alone does not tell, by `service:Structure.member`: in the form that the service wants, and naming nothing that
 * exists.
 */
export const NAMED_SAMPLES: Readonly<Record<string, unknown>> = {
  's3:PutBucketPolicyRequest.Policy': POLICY,
  'iam:CreatePolicyRequest.PolicyDocument': POLICY,
  'iam:CreatePolicyVersionRequest.PolicyDocument': POLICY,
  'iam:PutRolePolicyRequest.PolicyDocument': POLICY,
  'iam:CreateRoleRequest.AssumeRolePolicyDocument': TRUST,
  'iam:UpdateAssumeRolePolicyRequest.PolicyDocument': TRUST,
  'iam:SimulatePrincipalPolicyRequest.PolicySourceArn': 'arn:aws:iam::111122223333:role/unknown',
  'sts:AssumeRoleRequest.RoleArn': 'arn:aws:iam::111122223333:role/unknown',
  'bedrock:CreateProvisionedModelThroughputRequest.modelId':
    'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl',
  'bedrock-runtime:ConverseRequest.modelId': THROUGHPUT,
  'bedrock-runtime:ConverseStreamRequest.modelId': THROUGHPUT,
  'bedrock-runtime:CountTokensRequest.modelId': THROUGHPUT,
  'bedrock-runtime:InvokeModelRequest.modelId': THROUGHPUT,
  'bedrock-runtime:InvokeModelRequest.body': Buffer.from('{}'),
  'bedrock-runtime:InvokeModelWithResponseStreamRequest.modelId': THROUGHPUT,
  'bedrock-runtime:InvokeModelWithResponseStreamRequest.body': Buffer.from('{}'),
  'scheduler:CreateScheduleInput.ScheduleExpression': 'at(2099-01-01T00:00:00)',
  'scheduler:CreateScheduleInput.GroupName': 'unknown',
  'events:TestEventPatternRequest.EventPattern': '{"source":["aws.bedrock"]}',
  'kms:CreateAliasRequest.AliasName': 'alias/unknown',
};

/** Members beyond the required ones, by `service:Operation`: without them nothing is named that could be unknown. */
export const NAMING_MEMBERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'iam:GetUser': { UserName: 'unknown' },
  'scheduler:CreateSchedule': { GroupName: 'unknown' },
  'scheduler:ListSchedules': { GroupName: 'unknown' },
  'events:ListRules': { EventBusName: 'unknown' },
  'events:PutRule': { EventBusName: 'unknown', EventPattern: '{"source":["aws.bedrock"]}' },
  'sns:Publish': { TopicArn: 'arn:aws:sns:us-east-1:111122223333:unknown' },
  'pricing:DescribeServices': { ServiceCode: 'unknown' },
  'service-quotas:ListRequestedServiceQuotaChangeHistory': { ServiceCode: 'unknown' },
  'kms:ListAliases': { KeyId: 'unknown' },
};

/** Operations that publish a not-found error and answer something else, by `service:Operation`, with the reason. */
export const NEVER_NOT_FOUND: Readonly<Record<string, string>> = {
  'bedrock:CreateModelCustomizationJob':
    'an unknown base model is an invalid identifier, an unknown role or file an invalid input',
  'bedrock:CreateModelInvocationJob':
    'an unknown base model is an invalid identifier, an unknown role or file an invalid input',
  'bedrock:GetFoundationModel': 'an unknown base model is an invalid identifier',
  'events:DeleteRule': 'a rule that is gone is deleted',
  'sns:DeleteTopic': 'a topic that is gone is deleted',
  'sns:Unsubscribe': 'a subscription that is gone is ended',
  'kms:CreateKey': 'the stores of own hardware, the only things it could name, are not emulated',
};

/** Operations that are not refused by name, by `service:Operation`, with the reason. */
export const REFUSED_OTHERWISE: Readonly<Record<string, string>> = {
  's3:ListDirectoryBuckets': 'is signed for S3 Express, which is not emulated at all',
  's3:WriteGetObjectResponse': 'goes to a host of its own',
  'sts:AssumeRoleWithSAML': 'comes unsigned, and every request has to be signed',
  'sts:AssumeRoleWithWebIdentity': 'comes unsigned, and every request has to be signed',
  'bedrock-runtime:InvokeModelWithBidirectionalStream': 'streams both ways',
};
