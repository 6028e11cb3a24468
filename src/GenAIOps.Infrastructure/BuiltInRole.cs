namespace GenAIOps.Infrastructure;

/// <summary>Ids of Azure's built-in roles, the same in every tenant.</summary>
internal static class BuiltInRole
{
    public const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    public const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    public const string AcrPush = "8311e382-0749-4cb8-b61a-304f252e45ec";
    public const string FoundryUser = "53ca6127-db72-4b80-b1b0-d745d6d5456d";
    public const string OpenAIUser = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    public const string BlobDataReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
    public const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    public const string ContainerAppsContributor = "358470bc-b998-42bd-ab17-a7e34c199c0f";
    public const string ContainerAppReader = "ad2dd5fb-cd4b-4fd4-a9b6-4fed3630980b";
    public const string ManagedIdentityOperator = "f1a07417-d97a-45cb-824c-7a7467783830";
    public const string MonitoringContributor = "749f88d5-cbae-40b8-bcfc-e573ddc772fa";
    public const string KeyVaultSecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
}
