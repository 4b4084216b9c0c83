using Microsoft.AspNetCore.Components;

namespace CustomerSegmentation.Edge.Dashboard;

/// <summary>A page that is drawn once all it shows is at hand. Pages are drawn once and sent, so there is nothing to show before.</summary>
public abstract class LoadedPage : ComponentBase
{
    /// <inheritdoc/>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Gets what the page shows.</summary>
    protected abstract Task LoadAsync();
}
