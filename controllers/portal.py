from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from ..models.contract.parts import sees_part

MODEL = "commercial.contract"


class ContractPortal(CustomerPortal):
    """The customer's own contracts: those that are signed and shared, with plan and invoices."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "commercial_contract_count" in counters:
            contracts = request.env[MODEL]
            domain = contracts._get_portal_domain(request.env.user.partner_id)
            readable = contracts.has_access("read")
            values["commercial_contract_count"] = contracts.search_count(domain) if readable else 0
        return values

    @http.route(
        ["/my/commercial-contracts", "/my/commercial-contracts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_commercial_contracts(self, page=1, sortby="date", **_kwargs):
        """List the contracts that are shared with the user's company.

        :param sortby: date or name
        """
        contracts = request.env[MODEL]
        sortings = {
            "date": {"label": request.env._("Signed On"), "order": "date_signed desc, id desc"},
            "name": {"label": request.env._("Contract No."), "order": "name, id"},
        }
        sortby = sortby if sortby in sortings else "date"
        domain = contracts._get_portal_domain(request.env.user.partner_id)
        readable = contracts.has_access("read")
        pager = portal_pager(
            url="/my/commercial-contracts",
            total=contracts.search_count(domain) if readable else 0,
            page=page,
            step=self._items_per_page,
            url_args={"sortby": sortby},
        )
        if readable:
            contracts = contracts.search(
                domain,
                order=sortings[sortby]["order"],
                limit=self._items_per_page,
                offset=pager["offset"],
            )
        request.session["my_commercial_contracts_history"] = contracts.ids[:100]
        values = {
            **self._prepare_portal_layout_values(),
            # sudo: the page shows a fixed choice of columns of what the user may see
            "contracts": contracts.sudo(),
            "page_name": "commercial_contract",
            "pager": pager,
            "default_url": "/my/commercial-contracts",
            "sortby": sortby,
            "searchbar_sortings": sortings,
        }
        return request.render("commercial_contract.portal_my_contracts", values)

    @http.route(
        "/my/commercial-contracts/<int:contract_id>", type="http", auth="public", website=True
    )
    def portal_commercial_contract(
        self, contract_id, access_token=None, report_type=None, download=False, **kwargs
    ):
        """Show one contract: to people of the customer, to who got its link, and to our own as a preview.

        :param access_token: the one of a link that was sent
        :param report_type: pdf for the paper
        """
        try:
            contract = self._document_check_access(MODEL, contract_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        shown = contract._is_shown_to_customer()
        if not shown and not request.env[MODEL].browse(contract_id).has_access("read"):
            return request.redirect("/my")  # a link that was made when it was shown
        # our own people see in the preview what is open to them, a customer all of this page
        parts = {
            part: not request.env.user._is_internal() or sees_part(request.env, part)
            for part in ("goods", "invoices")
        }
        if report_type == "pdf" and parts["goods"]:
            return self._show_report(
                model=contract,
                report_type=report_type,
                report_ref="commercial_contract.report_contract",
                download=download,
            )
        values = {
            "commercial_contract": contract,
            "is_shown": shown,
            "goods": contract.line_ids if parts["goods"] else contract.line_ids.browse(),
            "invoices": (
                contract._get_portal_invoices()
                if parts["invoices"]
                else contract.invoice_ids.browse()
            ),
            "opens_invoices": not request.env.user._is_public(),
            "page_name": "commercial_contract",
            "backend_url": f"/odoo/contracts/{contract.id}",
            "res_company": contract.company_id,
        }
        values = self._get_page_view_values(
            contract, access_token, values, "my_commercial_contracts_history", False, **kwargs
        )
        return request.render("commercial_contract.portal_contract", values)
