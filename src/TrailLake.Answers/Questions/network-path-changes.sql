-- title: Who opened or changed ways through the network?
-- theme: Network
-- parameter: resource (resource): VPC, route table, gateway, peering, subnet, network ACL …, by id or ARN
-- events: ec2 CreateRoute ReplaceRoute DeleteRoute CreateInternetGateway AttachInternetGateway CreateNatGateway CreateVpcPeeringConnection AcceptVpcPeeringConnection CreateVpcEndpoint ModifyVpcEndpoint CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAclEntry AssociateRouteTable ReplaceRouteTableAssociation AssociateAddress ModifySubnetAttribute CreateVpnConnection CreateVpnGateway AttachVpnGateway CreateTransitGatewayVpcAttachment AcceptTransitGatewayVpcAttachment CreateTransitGatewayRoute CreateClientVpnEndpoint AuthorizeClientVpnIngress; directconnect CreateConnection; route53 ChangeResourceRecordSets; networkmanager CreateConnectAttachment
-- paths: requestParameters.{routeTableId, destinationCidrBlock, gatewayId, vpcId, internetGatewayId, networkAclId, ruleNumber, cidrBlock, peerVpcId, hostedZoneId, …}
-- cannot see: security groups, which changed-security-group answers; traffic itself, which is in flow logs
-- finds by: resource
-- example: --from 30d
SELECT eventTime, who, what, target, sourceIPAddress, userAgent, result, eventID, recipientAccountId, awsRegion, way
FROM (
    SELECT *,
        coalesce(requestParameters->>'routeTableId', requestParameters->>'networkAclId', requestParameters->>'internetGatewayId',
            responseElements->>'$.internetGateway.internetGatewayId', requestParameters->>'vpcPeeringConnectionId',
            requestParameters->>'subnetId', requestParameters->>'vpcId', requestParameters->>'hostedZoneId', requestParameters->>'instanceId',
            requestParameters->>'networkInterfaceId', requestParameters->>'transitGatewayRouteTableId', requestParameters->>'vpnGatewayId',
            requestParameters->>'customerGatewayId', requestParameters->>'$.CreateVpcEndpointRequest.VpcId', requestParameters->>'$.CreateNatGatewayRequest.SubnetId',
            requestParameters->>'associationId') AS target,
        [requestParameters->>'vpcId', requestParameters->>'peerVpcId', requestParameters->>'gatewayId', requestParameters->>'natGatewayId',
            requestParameters->>'subnetId', requestParameters->>'routeTableId'] AS others,
        array_to_string(list_filter([
            coalesce(requestParameters->>'destinationCidrBlock', requestParameters->>'destinationIpv6CidrBlock', requestParameters->>'cidrBlock',
                requestParameters->>'ipv6CidrBlock', requestParameters->>'$.changeBatch.changes[0].resourceRecordSet.name'),
            coalesce('via ' || coalesce(requestParameters->>'gatewayId', requestParameters->>'natGatewayId', requestParameters->>'vpcPeeringConnectionId',
                requestParameters->>'transitGatewayId', requestParameters->>'instanceId', requestParameters->>'networkInterfaceId')),
            coalesce(requestParameters->>'ruleAction', requestParameters->>'$.changeBatch.changes[0].action'),
            coalesce('to ' || (requestParameters->>'vpcId'), 'peer ' || (requestParameters->>'peerVpcId') || coalesce(' of ' || (requestParameters->>'peerOwnerId'), ''))],
            lambda part: part IS NOT NULL), ' ') AS way
    FROM calls
    WHERE is_shown AND (
        (service = 'ec2' AND eventName IN ('CreateRoute', 'ReplaceRoute', 'DeleteRoute', 'CreateInternetGateway', 'AttachInternetGateway', 'CreateNatGateway',
            'CreateVpcPeeringConnection', 'AcceptVpcPeeringConnection', 'CreateVpcEndpoint', 'ModifyVpcEndpoint', 'CreateNetworkAclEntry',
            'ReplaceNetworkAclEntry', 'DeleteNetworkAclEntry', 'AssociateRouteTable', 'ReplaceRouteTableAssociation', 'AssociateAddress',
            'ModifySubnetAttribute', 'CreateVpnConnection', 'CreateVpnGateway', 'AttachVpnGateway', 'CreateTransitGatewayVpcAttachment',
            'AcceptTransitGatewayVpcAttachment', 'CreateTransitGatewayRoute', 'CreateClientVpnEndpoint', 'AuthorizeClientVpnIngress'))
        OR (service = 'directconnect' AND eventName = 'CreateConnection')
        OR (service = 'route53' AND eventName = 'ChangeResourceRecordSets')
        OR (service = 'networkmanager' AND eventName = 'CreateConnectAttachment')))
WHERE is_wanted([target] || others || resource_arns, getvariable('resource'), recipientAccountId, awsRegion)
ORDER BY ALL
