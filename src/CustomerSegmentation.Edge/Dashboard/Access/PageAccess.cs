namespace CustomerSegmentation.Edge.Dashboard.Access;

/// <summary>Marks an endpoint of the dashboard. Whoever may not see it is sent to sign in.</summary>
/// <param name="NeedsSignIn">False for what signing in itself needs.</param>
internal sealed record PageAccess(bool NeedsSignIn);

/// <summary>Marks a page that anybody may see.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenPageAttribute : Attribute;
