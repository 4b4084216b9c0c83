namespace CustomerSegmentation.DashboardTests;

public sealed class SiloCustomerTests(Browser browser, SiloShop shop) : CustomerTests(browser, shop);

public sealed class SiloOverviewTests(Browser browser, SiloShop shop, SiloQuietShop quiet) : OverviewTests(browser, shop, quiet);

public sealed class SiloSegmentsTests(Browser browser, SiloShop shop) : SegmentsTests(browser, shop);

public sealed class SiloSegmentTests(Browser browser, SiloShop shop) : SegmentTests(browser, shop);

public sealed class SiloMigrationTests(Browser browser, SiloShop shop) : MigrationTests(browser, shop);

public sealed class SiloMigrationReportsTests(Browser browser, SiloShop shop, SiloQuietShop quiet) : MigrationReportsTests(browser, shop, quiet);

public sealed class SiloLiveTests(Browser browser, SiloShop shop, SiloKeyedHost keyed) : LiveTests(browser, shop, keyed);

public sealed class SiloSegmentEditTests(Browser browser, SiloKeyedHost keyed) : SegmentEditTests(browser, keyed);

public sealed class SiloRetailShopTests(Browser browser, SiloRetailShop retail) : RetailShopTests(browser, retail);

public sealed class SiloPublishingTests(Browser browser, SiloModelShop shop) : PublishingTests(browser, shop), IClassFixture<SiloModelShop>;

public sealed class SiloModelsTests(Browser browser, SiloFittedShop fitted) : ModelsTests(browser, fitted), IClassFixture<SiloFittedShop>;
